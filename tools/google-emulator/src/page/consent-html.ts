import type { AuthorizationRequest } from '../core/oauth/authorization';
import type { OAuthError } from '../core/oauth/oauth-error';
import type { AccountRecord } from '../core/state';
import { escape, layout } from './layout';

type Fields = Readonly<Record<string, string | undefined>>;

const hidden = (fields: Fields) =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value!)}">`)
    .join('');

const initials = (name: string) =>
  escape(
    name
      .split(/\s+/)
      .map((part) => part[0] ?? '')
      .join('')
      .slice(0, 2),
  );

/** "Choose an account": the accounts as buttons, the hinted one first. */
export function accountPage(request: AuthorizationRequest, accounts: readonly AccountRecord[], fields: Fields): string {
  const isHinted = ({ email, sub }: AccountRecord) => email === request.loginHint || sub === request.loginHint;
  const ordered = [...accounts].sort((a, b) => Number(isHinted(b)) - Number(isHinted(a)));
  const items = ordered.map(
    (
      account,
    ) => `<li><button class="account" name="account" value="${escape(account.email)}"${isHinted(account) ? ' autofocus' : ''}>
      <span class="avatar" aria-hidden="true">${initials(account.name)}</span>
      <span><strong>${escape(account.name)}</strong><br><small>${escape(account.email)}</small></span>
      ${isHinted(account) ? '<span class="hint">suggested</span>' : ''}</button></li>`,
  );
  return layout(
    'Choose an account',
    `<h1>Choose an account</h1><p>to continue to <strong>${escape(request.client.name)}</strong></p>
    <form method="get" action="/o/oauth2/v2/auth/consent">${hidden({ ...fields, account: undefined })}<ul class="accounts">${items.join('')}</ul></form>`,
  );
}

/** Granular consent: one box per scope, none ticked beforehand; a single scope has no box. */
export function consentPage(
  request: AuthorizationRequest,
  account: AccountRecord,
  asked: readonly { scope: string; words: string }[],
  fields: Fields,
): string {
  const query = new URLSearchParams(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
  const boxes = asked.map(
    ({ scope, words }) =>
      `<li><label><span>${escape(words)}</span><input type="checkbox" name="scope" value="${escape(scope)}"></label></li>`,
  );
  const list =
    asked.length > 1
      ? `<p>Select what <strong>${escape(request.client.name)}</strong> can access</p>
         <ul class="scopes"><li class="all"><label><span>Select all</span><input type="checkbox" id="all"></label></li>${boxes.join('')}</ul>`
      : `<ul class="scopes plain">${asked.map(({ words }) => `<li>${escape(words)}</li>`).join('')}</ul>`;
  return layout(
    'Access to your account',
    `<h1>${escape(request.client.name)} wants access to your account</h1>
    <p class="who"><span class="avatar" aria-hidden="true">${initials(account.name)}</span> ${escape(account.email)}</p>
    <form method="post" action="/o/oauth2/v2/auth/consent?${escape(query.toString())}">
      ${hidden({ account: account.email })}${list}
      <p><small>You can take this access back at any time on the page of your account.</small></p>
      <div class="buttons"><button name="decision" value="cancel" class="quiet">Cancel</button>
      <button name="decision" value="continue" class="primary">Continue</button></div>
    </form>
    <script>
      const all = document.getElementById('all');
      const boxes = [...document.querySelectorAll('input[name=scope]')];
      if (all) {
        all.addEventListener('change', () => boxes.forEach((box) => { box.checked = all.checked; }));
        boxes.forEach((box) => box.addEventListener('change', () => { all.checked = boxes.every((one) => one.checked); }));
      }
    </script>`,
  );
}

export function errorPage(error: OAuthError): string {
  return layout(
    'Access blocked',
    `<h1>Access blocked</h1><p>${escape(error.description)}</p><p><small>Error ${error.status}: ${escape(error.code)}</small></p>`,
  );
}
