const round = (value: number) => Math.round(value * 10) / 10;

type Point = { x: number; y: number };

/** A point and the direction of travel on a cubic Bézier curve. */
function along([a, b, c, d]: [Point, Point, Point, Point], t: number): Point & { angle: number } {
  const u = 1 - t;
  const at = (k: "x" | "y") => u ** 3 * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t ** 3 * d[k];
  const slope = (k: "x" | "y") =>
    3 * u * u * (b[k] - a[k]) + 6 * u * t * (c[k] - b[k]) + 3 * t * t * (d[k] - c[k]);
  return { x: at("x"), y: at("y"), angle: Math.atan2(slope("y"), slope("x")) };
}

/** One olive leaf: two curves and the vein, from its foot, pointing along `angle`. */
function leaf({ x, y }: Point, angle: number, length: number, width: number): string {
  const turn = (px: number, py: number) =>
    `${round(x + px * Math.cos(angle) - py * Math.sin(angle))} ${round(y + px * Math.sin(angle) + py * Math.cos(angle))}`;
  const foot = turn(0, 0);
  const tip = turn(length, 0);
  return `M${foot}C${turn(length * 0.22, -width)} ${turn(length * 0.68, -width * 0.9)} ${tip}C${turn(length * 0.7, width * 0.82)} ${turn(length * 0.25, width * 0.86)} ${foot}M${turn(length * 0.1, 0)}L${turn(length * 0.82, -width * 0.08)}`;
}

function branch(
  stem: [Point, Point, Point, Point],
  count: number,
  size: number,
): { lines: string; olives: Point[] } {
  const [a, b, c, d] = stem;
  let lines = `M${a.x} ${a.y}C${b.x} ${b.y} ${c.x} ${c.y} ${d.x} ${d.y}`;
  const olives: Point[] = [];
  for (let i = 0; i < count; i += 1) {
    const t = 0.1 + (0.86 * i) / (count - 1);
    const p = along(stem, t);
    const side = i % 2 === 0 ? -1 : 1;
    const grow = Math.sin(Math.PI * (0.2 + 0.72 * (1 - t))) * (0.82 + 0.18 * Math.cos(i * 2.4));
    lines += leaf(
      p,
      p.angle + side * (0.62 - 0.22 * t),
      size * (0.45 + 0.55 * grow),
      size * 0.15 * (0.6 + 0.4 * grow),
    );
    // Olives sit between two leaves, on short stalks.
    if (i % 4 === 2) {
      const s = along(stem, t + 0.43 / (count - 1));
      const q = s.angle + side * 1.05;
      const reach = size * 0.3;
      olives.push({ x: round(s.x + reach * Math.cos(q)), y: round(s.y + reach * Math.sin(q)) });
      lines += `M${round(s.x)} ${round(s.y)}L${round(s.x + reach * 0.7 * Math.cos(q))} ${round(s.y + reach * 0.7 * Math.sin(q))}`;
    }
  }
  const end = along(stem, 1);
  return { lines: lines + leaf(end, end.angle, size * 0.62, size * 0.1), olives };
}

const long = branch(
  [
    { x: 12, y: 470 },
    { x: 96, y: 380 },
    { x: 4, y: 190 },
    { x: 104, y: 40 },
  ],
  19,
  74,
);

const short = branch(
  [
    { x: 60, y: 20 },
    { x: 44, y: 32 },
    { x: 26, y: 14 },
    { x: 14, y: 19 },
  ],
  5,
  15,
);

const half = branch(
  [
    { x: 61, y: 113 },
    { x: 24, y: 114 },
    { x: 3, y: 84 },
    { x: 13, y: 42 },
  ],
  13,
  21,
);

/** The tall branch that stands beside the page on a wide screen. */
export function SprigFigure() {
  return (
    <>
      {["l", "r"].map((side) => (
        <svg key={side} className={`sprig-${side}`} viewBox="-30 -30 220 520" aria-hidden="true">
          {side === "l" ? (
            <g id="sprig" fill="none" stroke="currentColor" strokeWidth=".9" strokeLinecap="round">
              <path d={long.lines} />
              {long.olives.map(({ x, y }) => (
                <circle key={`${x} ${y}`} cx={x} cy={y} r="4.6" fill="currentColor" />
              ))}
            </g>
          ) : (
            <use href="#sprig" />
          )}
        </svg>
      ))}
    </>
  );
}

/** A small pair of twigs with a pearl between them, where a printer would set a rule. */
export function SprigRule() {
  return (
    <svg className="orn" viewBox="0 0 140 40" aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth=".8" strokeLinecap="round">
        <path d={short.lines} />
        <path d={short.lines} transform="matrix(-1 0 0 1 140 0)" />
        <circle cx="70" cy="20" r="2" />
      </g>
    </svg>
  );
}

/** Initials inside a wreath of two branches. */
export function Wreath({ initials }: { initials: string }) {
  return (
    <svg className="mono" viewBox="0 0 122 122" aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth=".8" strokeLinecap="round">
        <path d={half.lines} />
        <path d={half.lines} transform="matrix(-1 0 0 1 122 0)" />
      </g>
      <text x="61" y="63" textAnchor="middle" dominantBaseline="central" fill="currentColor">
        {initials}
      </text>
    </svg>
  );
}
