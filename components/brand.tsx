/** The product's mark and name. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-[9px] text-body leading-6 font-semibold tracking-[-0.015em] whitespace-nowrap text-text">
      <svg viewBox="0 0 20 20" aria-hidden="true" className="size-5 flex-none">
        <rect x=".75" y=".75" width="18.5" height="18.5" rx="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M6 7.2h8M6 10h8M6 12.8h4.5" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      Restore Desk
    </span>
  );
}
