import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Words } from "@/components/shell/words";
import { language, translator } from "@/lib/i18n";
import "./globals.css";

// The Latin part is preloaded under its own name; the package's CSS brings the other scripts when a name needs them.
const hanken = localFont({
  src: "../node_modules/@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-hanken",
  display: "swap",
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    },
  ],
});

const t = translator("common");

export const metadata: Metadata = {
  title: { default: t("app"), template: `%s · ${t("app")}` },
  applicationName: t("app"),
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fdfdfc" },
    { media: "(prefers-color-scheme: dark)", color: "#151412" },
  ],
};

/** The document around every page of the app: its face, its colours, its words. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is drawn for its request: a nonce written at build time would be one for all.
  await connection();
  return (
    <html lang={language} className={hanken.variable}>
      <body>
        <Words>{children}</Words>
      </body>
    </html>
  );
}
