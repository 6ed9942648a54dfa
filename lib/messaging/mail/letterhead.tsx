import { Column, Row, Text } from "@react-email/components";
import type { CSSProperties } from "react";
import { initialsOf } from "@/components/scene/ornaments/ornament";
import { Facts } from "./details";
import { type LetterProps, setIn, When } from "./setting";
import { Title } from "./title";

type Props = LetterProps & { align: "left" | "right" | "center" };

/** A hairline, initials, a hairline. */
function Rule({ theme, title }: Props) {
  const { sheet } = theme.light;
  const hair = (
    <Column style={{ width: "38%" }}>
      <Row
        className="b-line"
        style={{ borderTop: `1px solid ${sheet.line}`, height: "1px", fontSize: "1px" }}
      >
        <Column />
      </Row>
    </Column>
  );
  return (
    <Row style={{ width: "260px", marginBottom: "26px" }}>
      {hair}
      <Column
        className="c-accent"
        style={{
          ...setIn(theme.display, 19),
          color: sheet.accent,
          textAlign: "center",
          whiteSpace: "nowrap",
          padding: "0 10px",
        }}
      >
        {initialsOf(title)}
      </Column>
      {hair}
    </Row>
  );
}

/** Engraved: initials, the names one above the other, the day between hairlines, the place. */
function Card(props: Props) {
  const { theme, slots } = props;
  const { sheet } = theme.light;
  const caps: CSSProperties = {
    ...setIn(theme.text, 12),
    letterSpacing: "0.16em",
    textTransform: "uppercase",
    lineHeight: 1.5,
    textAlign: "center",
  };
  return (
    <Row>
      <Column className="pad" style={{ padding: "40px 40px 22px" }}>
        <Rule {...props} />
        <Title {...props} color="c-ink" most={62} />
        <When slots={slots} known={["event.date"]}>
          <Row style={{ marginTop: "26px", width: "auto" }} align="center">
            <Column
              className="c-ink b-accent"
              style={{
                ...caps,
                color: sheet.ink,
                padding: "10px 14px",
                borderTop: `1px solid ${sheet.accent}`,
                borderBottom: `1px solid ${sheet.accent}`,
              }}
            >
              {slots.field("event.date")}
              <br />
              <span className="c-accent" style={{ color: sheet.accent }}>
                {slots.field("event.time")}
              </span>
            </Column>
          </Row>
        </When>
        <When slots={slots} known={["event.venueName"]}>
          <Text
            className="c-ink"
            style={{
              ...setIn(theme.text, 17),
              color: sheet.ink,
              margin: "18px 0 0",
              textAlign: "center",
              lineHeight: 1.3,
            }}
          >
            {slots.field("event.venueName")}
            <When slots={slots} known={["event.address"]}>
              <br />
              <span className="c-soft" style={{ color: sheet.soft, fontSize: "0.88em" }}>
                {slots.field("event.address")}
              </span>
            </When>
          </Text>
        </When>
      </Column>
    </Row>
  );
}

/** A strict grid: a heavy rule, the name, when and where as a table. */
function Ledger(props: Props) {
  const { theme, blocks } = props;
  const { sheet } = theme.light;
  // The host's own card of facts would say the same once more.
  const isSaidBelow = blocks.some(({ kind }) => kind === "details");
  return (
    <Row className="b-ink" style={{ borderTop: `3px solid ${sheet.ink}` }}>
      <Column className="pad" style={{ padding: "30px 48px 20px" }}>
        <Title {...props} color="c-ink" most={58} />
        {isSaidBelow ? null : <Facts {...props} padding="30px 0 0" />}
      </Column>
    </Row>
  );
}

/** Three dots in the palette's colours: decoration, so that only those are taken that show on the band. */
function Confetti({ theme, align }: Props) {
  return (
    <Text style={{ margin: "0 0 18px", lineHeight: "14px", fontSize: "14px", textAlign: align }}>
      {theme.pops.map((color) => (
        <span
          key={color}
          style={{
            display: "inline-block",
            width: "14px",
            height: "14px",
            borderRadius: "50%",
            backgroundColor: color,
            marginInlineEnd: "7px",
          }}
        />
      ))}
    </Text>
  );
}

/** Colour first: a band with the name as large as it goes, the day on a ticket of its own. */
function Poster(props: Props) {
  const { theme, slots, align } = props;
  const { band } = theme.light;
  return (
    <Row className="bg-band" style={{ backgroundColor: band.bg }}>
      <Column className="pad" style={{ padding: "40px 48px 38px" }}>
        <Confetti {...props} />
        <Title {...props} color="c-band" most={76} />
        <When slots={slots} known={["event.date"]}>
          <Row style={{ marginTop: "26px" }}>
            <Column style={{ textAlign: align }}>
              <span
                className="bg-pop"
                style={{
                  ...setIn(theme.text, 16),
                  display: "inline-block",
                  fontWeight: theme.text.bold,
                  lineHeight: 1.35,
                  backgroundColor: band.accent,
                  color: band.onAccent,
                  borderRadius: "18px",
                  padding: "12px 20px",
                }}
              >
                {slots.field("event.date")}
                <br />
                {slots.field("event.hours")}
              </span>
            </Column>
          </Row>
        </When>
        <When slots={slots} known={["event.venueName"]}>
          <Text
            className="c-band"
            style={{
              ...setIn(theme.text, 17),
              color: band.ink,
              margin: "18px 0 0",
              lineHeight: 1.4,
              textAlign: align,
            }}
          >
            <strong style={{ fontWeight: theme.text.bold }}>{slots.field("event.venueName")}</strong>
            <br />
            <span className="c-band-soft" style={{ color: band.soft }}>
              {slots.field("event.address")}
            </span>
          </Text>
        </When>
      </Column>
    </Row>
  );
}

/** What stands above the host's words, in the composition of the site's first screen. */
export function Letterhead(props: Props) {
  switch (props.theme.layout) {
    case "card":
      return <Card {...props} />;
    case "ledger":
      return <Ledger {...props} />;
    case "poster":
      return <Poster {...props} />;
  }
}
