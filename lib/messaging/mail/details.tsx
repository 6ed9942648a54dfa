import { Column, Row } from "@react-email/components";
import type { CSSProperties, ReactNode } from "react";
import { type LetterProps, setIn, When } from "./setting";

type Props = LetterProps & { align: "left" | "right" | "center" };

/** A line of a table of facts: what it is, and what is known. */
function Entry({ theme, label, align, children }: Props & { label: string; children: ReactNode }) {
  const { sheet } = theme.light;
  const cell: CSSProperties = {
    ...setIn(theme.text, 16),
    lineHeight: 1.4,
    padding: "10px 0",
    verticalAlign: "top",
    textAlign: align,
  };
  return (
    <Row className="b-line" style={{ borderTop: `1px solid ${sheet.line}` }}>
      <Column
        className="c-soft"
        style={{ ...cell, color: sheet.soft, fontSize: "14px", width: "96px", paddingRight: "12px" }}
      >
        {label}
      </Column>
      <Column className="c-ink" style={{ ...cell, color: sheet.ink }}>
        {children}
      </Column>
    </Row>
  );
}

/** When and where, and whatever else follows, between hairlines; what nobody knows is left out. */
export function Facts({ padding, children, ...props }: Props & { padding: string; children?: ReactNode }) {
  const { theme, slots, t } = props;
  const strong = (words: string) => <strong style={{ fontWeight: theme.text.bold }}>{words}</strong>;
  return (
    <When slots={slots} known={["event.date"]}>
      <Row>
        <Column style={{ padding }}>
          <Entry {...props} label={t("letter.when")}>
            {strong(slots.field("event.date"))}
            <br />
            {slots.field("event.hours")}
          </Entry>
          <When slots={slots} known={["event.venueName"]}>
            <Entry {...props} label={t("letter.where")}>
              {strong(slots.field("event.venueName"))}
              <br />
              {slots.field("event.address")}
            </Entry>
          </When>
          {children}
          <Row
            className="b-line"
            style={{ borderTop: `1px solid ${theme.light.sheet.line}`, height: "1px", fontSize: "1px" }}
          >
            <Column />
          </Row>
        </Column>
      </Row>
    </When>
  );
}

/** The event's facts as a card of the host's own words. */
export function Details(props: Props) {
  const { slots, t, align } = props;
  const set = { ...props, align: align === "center" ? ("left" as const) : align };
  return (
    <Facts {...set} padding="6px 0 24px">
      <When slots={slots} known={["event.dressCode"]}>
        <Entry {...set} label={t("letter.dress")}>
          {slots.field("event.dressCode")}
        </Entry>
      </When>
      <When slots={slots} known={["event.rsvpDeadline"]}>
        <Entry {...set} label={t("letter.until")}>
          {slots.field("event.rsvpDeadline")}
        </Entry>
      </When>
    </Facts>
  );
}
