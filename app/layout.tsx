import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { PageBehaviour } from "@/app/_components/behaviour/page-behaviour";
import { inter, jetbrainsMono } from "@/app/fonts";
import { readTheme } from "@/lib/web/theme";

export const metadata: Metadata = {
  title: { default: "Signbook", template: "%s · Signbook" },
  description: "Who signed in, to what, from where, and with what result.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#13161b" },
  ],
};

/** The theme stands in the first byte of HTML, so a page never flashes in the other one. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await readTheme();
  return (
    <html
      className={`${inter.variable} ${jetbrainsMono.variable}`}
      data-theme={theme === "system" ? undefined : theme}
      lang="en"
    >
      <body>
        {children}
        <PageBehaviour />
      </body>
    </html>
  );
}
