/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Guest sites and the app are labels of localhost on one machine.
  allowedDevOrigins: ["*.localhost", "127.0.0.1"],
  // What every answer carries, whoever made it (OWASP ASVS 5.0, 3.4); browsers ignore the first over plain http.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "strict-transport-security", value: "max-age=63072000; includeSubDomains" },
        {
          key: "permissions-policy",
          value: "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
        },
      ],
    },
    {
      // Their names change with their bytes.
      source: "/(fonts|site)/:path*",
      headers: [{ key: "cache-control", value: "public, max-age=31536000, immutable" }],
    },
    {
      // Mails fetch them from the site they belong to.
      source: "/fonts/:path*",
      headers: [{ key: "access-control-allow-origin", value: "*" }],
    },
    {
      source: "/(_next|fonts|site|landing)/:path*",
      headers: [{ key: "x-content-type-options", value: "nosniff" }],
    },
  ],
  // Kept out of the bundle: they find their own files at run time.
  serverExternalPackages: ["postgres", "pino", "inngest", "fontkit"],
  // Link previews are drawn with the faces of the page, read from their files.
  outputFileTracingIncludes: { "/public/*/card.png": ["./public/fonts/site/**"] },
};
