import { openCountdown } from './countdown.js'
import { dateAndTime } from './date-and-time.js'
import { decodeToken } from './decode-token.js'
import { element } from './element.js'
import { make } from './make.js'
import type { TokenResponse } from './token-response.js'

const instants: ReadonlySet<string> = new Set(['iat', 'exp', 'nbf'])

/** Opens the panel that decodes and shows each new token. */
export function openTokenPanel(): (response: TokenResponse) => void {
  const countDown = openCountdown()
  return ({ token, expiresIn }) => {
    const { parts, header, claims } = decodeToken(token)
    const [first, second, third] = parts
    element('raw-token', HTMLElement).replaceChildren(
      make('span', { class: 'header', text: first }),
      make('span', { class: 'dot', text: '.' }),
      make('span', { class: 'payload', text: second }),
      make('span', { class: 'dot', text: '.' }),
      make('span', { class: 'signature', text: third }),
    )
    element('token-header', HTMLElement).textContent = JSON.stringify(header)
    element('token-claims', HTMLElement).replaceChildren(...Object.entries(Object(claims)).map(claimRow))
    countDown(expiresIn)
  }
}

function claimRow([name, value]: [string, unknown]): HTMLElement {
  const shown = make('dd', {}, make('code', { text: JSON.stringify(value) }))
  if (instants.has(name) && typeof value === 'number') {
    shown.append(make('span', { class: 'meaning', text: dateAndTime(value * 1000) }))
  }
  return make('div', { class: 'claim' }, make('dt', { text: name }), shown)
}
