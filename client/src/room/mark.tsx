const DOTS = [
  [12, 3.8],
  [19.1, 7.9],
  [19.1, 16.1],
  [12, 20.2],
  [4.9, 16.1],
  [4.9, 7.9],
] as const;

/** Six dots in a ring. */
export function Mark() {
  return (
    <span className="mark">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {DOTS.map(([x, y]) => (
          <circle key={`${x} ${y}`} cx={x} cy={y} r="2.6" />
        ))}
      </svg>
    </span>
  );
}
