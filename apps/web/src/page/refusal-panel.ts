import { type BrokenToken, brokenTokens } from './broken-tokens.js'
import { element } from './element.js'
import { errorText } from './error-text.js'
import { make } from './make.js'
import { onPress } from './on-press.js'
import { type PresentResult, presentToGuard, presentToStream } from './present-token.js'
import { streamCode } from './stream-code.js'
import type { Visit } from './visit.js'

const notSent =
  'Not sent: the route takes the user id from the token, so a request cannot claim to be another user.'

/** Opens the panel of the tokens that must be refused. */
export function openRefusalPanel(visit: Visit): void {
  const rows = brokenTokens(visit).map(broken => attemptRow(visit, broken))
  element('attempts', HTMLElement).replaceChildren(...rows.map(({ row }) => row))
  onPress(element('try-all', HTMLButtonElement), async () => {
    for (const { attempt } of rows) await attempt()
  })
}

function attemptRow(visit: Visit, broken: BrokenToken): { row: HTMLElement; attempt(): Promise<void> } {
  const outcome = make('div', { class: 'outcome' })
  const attempt = async (): Promise<void> => {
    outcome.replaceChildren(make('p', { class: 'working', text: 'Sending it…' }))
    try {
      outcome.replaceChildren(await present(visit, broken))
    } catch (error) {
      outcome.replaceChildren(make('p', { class: 'failure', text: `No token to send: ${errorText(error)}` }))
    }
  }

  const title = make('h3', { text: broken.title })
  const button = make('button', { class: 'button quiet', text: 'Try it' })
  button.type = 'button'
  button.setAttribute('aria-label', `Try it: ${broken.title}`)
  onPress(button, attempt)
  const about = make('div', { class: 'about' }, title, make('p', { class: 'small', text: broken.how }))
  return { row: make('li', { class: 'attempt' }, about, button, outcome), attempt }
}

async function present({ chat, demo, person, log }: Visit, broken: BrokenToken): Promise<HTMLElement> {
  const token = await broken.make()
  const { apiKey } = chat
  const userId = broken.presenter
  const stream = await presentToStream(token, { apiKey, streamUrl: demo.streamUrl, userId })
  const guard = userId === person.id ? await presentToGuard(token) : undefined

  const texts = [
    `Stream: ${inBrief(stream)}`,
    ...(guard === undefined ? [] : [`This server: ${inBrief(guard)}`]),
  ]
  log.add(stream.refused ? 'refused' : 'note', `${broken.title}. ${texts.join(' ')}`)
  return make(
    'dl',
    { class: 'results' },
    make('dt', { text: 'Stream' }),
    resultCell(stream),
    make('dt', { text: 'This server' }),
    guard === undefined ? make('dd', { text: notSent }) : resultCell(guard),
  )
}

function inBrief({ code, text }: PresentResult): string {
  return code === undefined ? text : `code ${code}, ${streamCode(code)}.`
}

function resultCell({ refused, code, text }: PresentResult): HTMLElement {
  const badge = make('span', { class: 'code', text: code === undefined ? '–' : `code ${code}` })
  const cell = make('dd', {}, badge, make('span', { text }))
  cell.dataset.refused = String(refused)
  return cell
}
