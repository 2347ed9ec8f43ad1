const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escape = (text: string) => text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);

/** The frame of the sign-in and consent pages: one card, nothing fetched from elsewhere. */
export const layout = (title: string, content: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} – Google emulator</title><style>
:root { color-scheme: light dark; --line: light-dark(#d5d9e2, #3c4250); --soft: light-dark(#f3f5f9, #20242d); --blue: light-dark(#1a5fc4, #9dc1ff); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--soft); font: 16px/1.45 system-ui, sans-serif; color: light-dark(#1d2330, #e6e9f0); }
main { width: min(480px, 100%); background: light-dark(#fff, #14171d); border: 1px solid var(--line); border-radius: 16px; padding: 32px; }
.brand { margin: 0 0 24px; font-size: 14px; color: light-dark(#59606e, #a4abba); }
h1 { margin: 0 0 8px; font-size: 24px; font-weight: 600; line-height: 1.25; }
ul { list-style: none; margin: 24px 0; padding: 0; }
li { border-bottom: 1px solid var(--line); }
.account { display: flex; gap: 16px; align-items: center; width: 100%; padding: 14px 8px; border: 0; background: none; font: inherit; color: inherit; text-align: left; cursor: pointer; }
.account:hover, .account:focus-visible, label:hover { background: var(--soft); }
.hint { margin-left: auto; font-size: 13px; color: var(--blue); }
.avatar { display: inline-grid; place-items: center; width: 36px; height: 36px; border-radius: 50%; background: #1a5fc4; color: #fff; font-size: 14px; font-weight: 600; }
.who { display: flex; gap: 12px; align-items: center; }
.scopes label { display: flex; gap: 16px; justify-content: space-between; align-items: center; padding: 14px 8px; cursor: pointer; }
.scopes .all { font-weight: 600; }
.scopes.plain li { padding: 14px 8px; }
input[type=checkbox] { width: 20px; height: 20px; flex: none; accent-color: #1a5fc4; }
.buttons { display: flex; justify-content: flex-end; gap: 12px; margin-top: 24px; }
.buttons button { padding: 10px 22px; border-radius: 20px; font: inherit; font-weight: 600; cursor: pointer; border: 1px solid var(--line); background: none; color: var(--blue); }
.buttons .primary { background: #1a5fc4; border-color: #1a5fc4; color: #fff; }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
</style></head><body><main><p class="brand">Google emulator · test accounts only</p>${content}</main></body></html>`;
