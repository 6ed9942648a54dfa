/** Reset, surfaces, type, buttons: what every page has. Invitations keep their paper, also where the phone is dark. */
export const base = `
*{box-sizing:border-box;margin:0;padding:0}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
@media (min-width:80rem) and (min-height:52rem){html{font-size:112.5%}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
body{font:var(--tw) calc(1.0625rem*var(--ts))/var(--tl) var(--t);letter-spacing:var(--tk);font-synthesis:none;text-rendering:optimizeLegibility;-webkit-font-smoothing:antialiased;overflow-wrap:break-word}
.b{background-color:var(--bg);color:var(--ink)}
h1,h2,h3{font:inherit;letter-spacing:inherit;text-wrap:balance}
h1,h2{font-family:var(--d);font-weight:var(--dw);letter-spacing:var(--dk);line-height:var(--dl);font-style:var(--dst);text-transform:var(--du)}
b,strong{font-weight:var(--tb)}
p{text-wrap:pretty}
ol,ul{list-style:none}
a{color:inherit;text-underline-offset:.22em;text-decoration-thickness:from-font}
fieldset{border:0;min-width:0}
svg{display:block;overflow:visible}
address{font-style:normal}
small{font-size:.86em}
.vh{position:absolute!important;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
[hidden]{display:none!important}
.skip{position:absolute;inset-inline-start:1rem;top:-4rem;z-index:9;background:var(--ink);color:var(--bg);padding:.7rem 1rem}
.skip:focus{top:1rem}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
[dir=rtl]{--dl:1.36}
[dir=rtl] *{letter-spacing:0!important}
.sec{padding:var(--r) var(--px);position:relative}
.in{max-width:var(--w);margin-inline:auto;position:relative}
.al-center .sec{text-align:center}
.eyebrow,.note,.cal,dt,h3 small,.ans-note{letter-spacing:0}
.note,.ans-note,.hint{color:var(--soft);font-size:.88em}
.btn{display:inline-flex;align-items:center;justify-content:center;min-height:3rem;padding:.55rem 1.4rem;border:1px solid var(--accent);background:var(--accent);color:var(--onAccent);font:inherit;font-weight:var(--tb);line-height:1.2;text-align:center;text-decoration:none;cursor:pointer;transition:background-color .15s,color .15s,transform .15s}
.btn.no{background:transparent;color:var(--ink);border-color:var(--edge)}
.btn:active{transform:translateY(1px)}
@media (hover:hover){.btn:hover{text-decoration:underline;text-decoration-thickness:1px}}
.answer{position:relative;z-index:2}
.ans{display:flex;flex-wrap:wrap;gap:.6rem}
.ans .btn{flex:1 1 8.5rem;text-wrap:balance}
.al-center .ans{justify-content:center}
.ans-note{margin-top:.7rem}
.ans-said{font-family:var(--d);font-size:1.35em;line-height:1.2}
.ans-said .ans-note{font:inherit;font-family:var(--t);font-size:.66em}
.print{display:none}
@media (prefers-reduced-motion:reduce){*,::before,::after{animation:none!important;transition:none!important}}
`;

export const roles: Record<string, string> = {
  title: `.title{font-size:min(var(--max),(100vw - 2*var(--px))/(var(--len)*var(--cw)));text-wrap:balance}`,
  eyebrow: `.eyebrow{font-size:.8em}`,
  lead: `.lead{text-wrap:balance}`,
  script: `.script{font-family:var(--s);font-size:1.9em;line-height:1.1}`,
};

/** Section headings, by the theme's `heading` token. */
export const headings: Record<string, string> = {
  caps: `.k-caps h2{font-family:var(--t);font-weight:var(--tw);font-style:normal;font-size:.86em;letter-spacing:.2em;text-transform:uppercase;line-height:1.5;color:var(--accent);margin-bottom:2.2em}`,
  display: `.k-display h2{font-size:min(3.4rem*var(--ds),11vw);margin-bottom:.6em}`,
  plain: `.k-plain h2{font-family:var(--t);font-weight:var(--tb);font-style:normal;text-transform:none;font-size:1em;letter-spacing:0;line-height:1.3;margin-bottom:1.2em}`,
};

/** Paper. */
export const papers: Record<string, string> = {
  plain: "",
  cotton: `.p-cotton .b{background-image:url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='240' height='240'%3E%3Cfilter id='n'%3E%3CfeTurbulence type='fractalNoise' baseFrequency='.8' numOctaves='4' stitchTiles='stitch'/%3E%3CfeColorMatrix values='0 0 0 0 .35 0 0 0 0 .28 0 0 0 0 .2 0 0 0 .55 -.22'/%3E%3C/filter%3E%3Crect width='240' height='240' filter='url(%23n)' opacity='.22'/%3E%3C/svg%3E")}`,
};

/** On paper: the card alone on its sheet, then the rest; no controls. */
export const print = `
@media print{
@page{size:5.5in 8.5in;margin:0}
:root{--px:.45in!important}
html{font-size:13px}
body,.b{background-image:none}
.skip,.answer,.rsvp,.count,.map{display:none!important}
.print{display:block;margin-top:1.4em;font-size:.85em;color:var(--soft)}
.sec{break-inside:avoid;padding:.45in}
.hero{break-after:page;min-height:8.45in!important}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}`;
