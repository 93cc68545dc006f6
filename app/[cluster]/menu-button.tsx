'use client';
import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { Icon } from '@/components/ui/icon.tsx';

/** Opens the sidebar where it is not a column of the page. Another page closes it. */
export function MenuButton() {
  const pathname = usePathname();
  useEffect(() => {
    const sidebar = document.getElementById('sidebar');
    if (sidebar?.matches(':popover-open')) sidebar.hidePopover();
  }, [pathname]);
  return (
    <button
      type="button"
      popoverTarget="sidebar"
      aria-label="Menu"
      className="-mr-3 grid size-11 flex-none place-items-center rounded-md text-text hover:bg-raised side:hidden"
    >
      <Icon name="menu" />
    </button>
  );
}
