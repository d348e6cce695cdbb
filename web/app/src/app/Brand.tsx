/** The mark: the bell curve of the health score, glowing. */
export function Brand() {
  return (
    <span className="brand">
      <svg width="26" height="20" viewBox="0 0 26 20" aria-hidden="true">
        <path d="M0 20C6 20 8 1 13 1s7 19 13 19Z" fill="#d9531a" />
        <path d="M6.5 20c3 0 4-10 6.5-10s3.5 10 6.5 10Z" fill="#ffc477" />
      </svg>
      Brasa
    </span>
  );
}
