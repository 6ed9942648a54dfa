/** The mark: a folded card standing open. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={className} fill="currentColor">
      <path d="M4 6.4 12 3v17.6L4 24z" transform="translate(0 -1.5)" />
      <path d="m12 3 8 3.4V24l-8-3.4z" opacity=".45" transform="translate(0 -1.5)" />
    </svg>
  );
}
