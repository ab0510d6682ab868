"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** A link of the side navigation. On the client only because a layout is not drawn again when the page changes. */
export function NavLink({ href, label, icon }: { href: string; label: string; icon: ReactNode }) {
  const current = usePathname() === href;
  return (
    <a aria-current={current ? "page" : undefined} className="nav-link" data-soft="" href={href} title={label}>
      {icon}
      <span className="nav-label">{label}</span>
    </a>
  );
}
