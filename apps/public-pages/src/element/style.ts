/** The colours are those of the pages; sites change them by custom properties and parts. */
export const STYLE = `
:host {
  --accent: var(--income-request-accent, light-dark(#0b6b5d, #5ccfb8));
  --on-accent: var(--income-request-on-accent, light-dark(#fff, #06211c));
  --surface: var(--income-request-surface, light-dark(#fff, #182022));
  --text: var(--income-request-text, light-dark(#14201f, #e8eeec));
  --text-2: var(--income-request-text-2, light-dark(#4a5957, #a9b8b5));
  --line: light-dark(#d5dedb, #303c3f);
  display: block;
  box-sizing: border-box;
  max-inline-size: 26rem;
  font-family: var(--income-request-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
  font-size: 1rem;
  line-height: 1.5;
  text-align: start;
}
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([theme="auto"]) { color-scheme: light dark; }
* { box-sizing: border-box; margin: 0; }
section {
  display: grid;
  gap: 0.875rem;
  padding: 1.25rem;
  border: 1px solid var(--line);
  border-radius: 16px;
  background: var(--surface);
  color: var(--text);
}
h2 { font-size: 1.1875rem; line-height: 1.25; }
p { overflow-wrap: anywhere; }
.muted { color: var(--text-2); font-size: 0.9375rem; }
svg {
  inline-size: min(100%, 17rem);
  block-size: auto;
  justify-self: center;
  border: 1px solid var(--line);
  border-radius: 12px;
}
a { color: var(--accent); text-underline-offset: 0.18em; }
a.button {
  display: grid;
  place-items: center;
  min-block-size: 44px;
  padding-inline: 1.25rem;
  border-radius: 12px;
  background: var(--accent);
  color: var(--on-accent);
  font-weight: 600;
  text-decoration: none;
}
a.help { display: inline-flex; align-items: center; min-block-size: 44px; justify-self: start; }
a:focus-visible { outline: 3px solid light-dark(#0b57d0, #a8c7fa); outline-offset: 2px; }
.state { display: flex; gap: 0.625rem; align-items: baseline; font-weight: 600; }
.state::before {
  content: "";
  flex: none;
  inline-size: 0.625rem;
  block-size: 0.625rem;
  border-radius: 50%;
  background: var(--text-2);
}
.state[data-state="open"]::before { background: light-dark(#1c5a8a, #8cc4ee); animation: pulse 1.6s ease-in-out infinite; }
.state[data-state="done"]::before { background: light-dark(#1a6b3a, #7ed69b); }
.state[data-state="gone"]::before, .state[data-state="error"]::before { background: light-dark(#7d4e00, #f0c061); }
@keyframes pulse { 50% { opacity: 0.25; } }
@media (prefers-reduced-motion: reduce) { .state::before { animation: none !important; } }
`;
