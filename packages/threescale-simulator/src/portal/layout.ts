import type { Account, User } from '../state/typesOfUse';
import { Html, html } from './html';

/** Who looks at a page. */
export interface Visitor {
  readonly user: User;
  readonly account: Account;
}

const STYLE = `
:root { color-scheme: light; --ink: #151515; --soft: #4d4d4d; --line: #d2d2d2; --blue: #0066cc; }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, "Red Hat Text", sans-serif; color: var(--ink); background: #f2f2f2; }
header { background: #151515; color: #fff; }
header > div { max-width: 1040px; margin: auto; padding: 14px 24px; display: flex; gap: 24px; align-items: center; }
header a { color: #fff; text-decoration: none; }
header strong { font-size: 18px; margin-right: auto; }
header form { margin: 0; }
header button { background: none; border: 0; color: #fff; font: inherit; cursor: pointer; padding: 0; text-decoration: underline; }
main { max-width: 1040px; margin: 0 auto; padding: 24px; }
h1 { font-size: 26px; margin: 8px 0 4px; } h2 { font-size: 18px; margin: 0 0 4px; }
.lead { color: var(--soft); margin: 0 0 20px; }
.cards { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); }
.card { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 20px; }
.card + .card.wide { margin-top: 16px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 8px 20px; margin: 12px 0; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; background: #fff; } th, td { text-align: left; padding: 10px 12px; border-bottom: 1px solid var(--line); } th { color: var(--soft); font-weight: 600; }
code, pre { font: 13px/1.5 ui-monospace, "Red Hat Mono", monospace; } pre { background: #1f1f1f; color: #f2f2f2; padding: 14px; border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; margin: 8px 0 0; }
code.key { background: #e7f1fa; border: 1px solid #b9dafc; padding: 4px 8px; border-radius: 4px; }
.plan { display: inline-block; background: #e9f7df; border: 1px solid #afdc8f; border-radius: 12px; padding: 1px 10px; font-size: 13px; margin: 4px 4px 4px 0; }
.button, form.stack button { display: inline-block; background: var(--blue); color: #fff; border: 0; border-radius: 6px; padding: 8px 16px; font: inherit; text-decoration: none; cursor: pointer; margin-top: 10px; }
form.stack { display: grid; gap: 6px; max-width: 420px; } form.stack label { font-weight: 600; margin-top: 8px; } input, select { font: inherit; padding: 7px 10px; border: 1px solid #8a8d90; border-radius: 6px; width: 100%; }
.notice { background: #fff4cc; border: 1px solid #f0ab00; padding: 10px 14px; border-radius: 6px; margin-bottom: 16px; }
footer { max-width: 1040px; margin: 0 auto; padding: 0 24px 32px; color: var(--soft); font-size: 13px; } a { color: var(--blue); }
`;

const nobody = html`<a href="/login">Sign in</a> <a href="/signup">Sign up</a>`;

const signedIn = ({ user, account }: Visitor) => html`
  <a href="/admin/applications">My applications</a>
  <span title="${account.org_name}">${user.username}</span>
  <form method="post" action="/logout"><button>Sign out</button></form>
`;

/** A whole page of the portal. */
export function page(
  {
    title,
    content,
    visitor,
    notice,
  }: {
    readonly title: string;
    readonly content: Html;
    readonly visitor?: Visitor;
    readonly notice?: string;
  },
  adminUrl: string,
): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} - Models as a Service</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <header>
          <div>
            <strong><a href="/">Models as a Service</a></strong>
            <a href="/admin/services">Models</a> <a href="/docs">API docs</a>
            ${visitor ? signedIn(visitor) : nobody}
          </div>
        </header>
        <main>
          ${notice && html`<p class="notice">${notice}</p>`} ${content}
        </main>
        <footer>
          A simulated developer portal: it has no passwords and forgets
          everything when it ends. Admin API:
          <a href="${adminUrl}/admin/api/services.json">${adminUrl}</a>
        </footer>
      </body>
    </html>`.text;
}
