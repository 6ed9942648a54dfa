const point = (radius: number, degrees: number) => {
  const angle = (degrees * Math.PI) / 180;
  return `${Math.round(400 + radius * Math.cos(angle))} ${Math.round(400 + radius * Math.sin(angle))}`;
};

// Radius, thickness, from and to in degrees: thicknesses double outwards, the way a tone grows.
const ARCS: [number, number, number, number][] = [
  [58, 10, 200, 430],
  [84, 14, 120, 262],
  [118, 20, 268, 420],
  [160, 28, 60, 216],
  [160, 28, 244, 300],
  [216, 40, 190, 318],
  [216, 40, 338, 390],
  [292, 56, 96, 178],
  [292, 56, 250, 372],
  [376, 66, 200, 268],
  [376, 66, 292, 330],
];

/** Concentric arcs, thicker outwards: the one drawing on the sheet. */
export function ArcsFigure() {
  return (
    <svg className="arcs" viewBox="0 0 800 800" aria-hidden="true" fill="none" stroke="currentColor">
      {ARCS.map(([radius, width, from, to]) => (
        <path
          key={`${radius} ${from}`}
          strokeWidth={width}
          d={`M${point(radius, from)}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${point(radius, to)}`}
        />
      ))}
    </svg>
  );
}

/** Initials as a plain square stamp. */
export function Stamp({ initials }: { initials: string }) {
  return (
    <p className="stamp" aria-hidden="true">
      {initials}
    </p>
  );
}
