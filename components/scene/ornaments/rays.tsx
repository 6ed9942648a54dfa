const rays = Array.from({ length: 18 }, (_, i) => {
  const at = (degrees: number) => {
    const angle = (degrees * Math.PI) / 180;
    return `${Math.round(720 + 1400 * Math.cos(angle))} ${Math.round(520 + 1400 * Math.sin(angle))}`;
  };
  return `M720 520L${at(i * 20)}L${at(i * 20 + 10)}Z`;
}).join("");

/** Rays from a low sun behind everything, and paper shapes thrown over them. */
export function RaysFigure() {
  return (
    <>
      <svg className="rays" viewBox="0 0 1000 1000" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        <path d={rays} fill="currentColor" />
      </svg>
      <Confetti />
    </>
  );
}

/** Cut paper, thrown into the corner by hand. */
function Confetti() {
  return (
    <svg className="conf" viewBox="0 0 400 400" aria-hidden="true">
      <circle className="p1" cx="232" cy="78" r="40" />
      <path className="p2" d="M292 128a52 52 0 0 1 104 0z" transform="rotate(24 344 128)" />
      <path className="p3 ln" d="M128 66q13-30 26 0t26 0" strokeWidth="12" strokeLinecap="round" />
      <path className="p3" d="M330 24l12 27 29 3-22 20 7 29-26-15-25 16 6-30-22-19 30-4z" />
      <path className="p1 ln" d="M306 226q13-30 26 0t26 0" strokeWidth="12" strokeLinecap="round" />
      <circle className="p2" cx="154" cy="16" r="15" />
      <rect className="p2" x="226" y="170" width="40" height="13" rx="6" transform="rotate(-38 246 176)" />
      <circle className="p3" cx="290" cy="196" r="11" />
      <rect className="p1" x="366" y="290" width="46" height="13" rx="6" transform="rotate(52 388 296)" />
    </svg>
  );
}

/** A small row of shapes. */
export function RaysRule() {
  return (
    <svg className="orn" viewBox="0 0 150 30" aria-hidden="true">
      <circle className="p1" cx="15" cy="15" r="10" />
      <path className="p2" d="M42 21a12 12 0 0 1 24-5z" />
      <path
        className="p3 ln"
        d="M78 15q6 -12 12 0t12 0"
        fill="none"
        strokeWidth="5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path className="p1" d="M135 3l4 8 9 1-7 6 2 9-8-5-8 5 2-9-7-6 9-1z" />
    </svg>
  );
}
