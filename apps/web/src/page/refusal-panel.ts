import { type BrokenToken, brokenTokens } from './broken-tokens.js'
import { element } from './element.js'
import { inWords } from './in-words.js'
import { make } from './make.js'
import { onPress } from './on-press.js'
import { presentToGuard, presentToStream, type Verdict } from './present-token.js'
import { streamCode } from './stream-code.js'
import type { Visit } from './visit.js'

const notAsked =
  'Not asked: a route takes the id from the token itself, so nobody can claim another beside it.'

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
    outcome.replaceChildren(make('p', { class: 'working', text: 'Presenting it…' }))
    try {
      outcome.replaceChildren(await present(visit, broken))
    } catch (error) {
      outcome.replaceChildren(make('p', { class: 'verdict', text: `Nothing to present: ${inWords(error)}` }))
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

async function present({ chat, demo, person, journal }: Visit, broken: BrokenToken): Promise<HTMLElement> {
  const token = await broken.make()
  const { apiKey } = chat
  const userId = broken.presenter
  const stream = await presentToStream(token, { apiKey, streamUrl: demo.streamUrl, userId })
  const guard = userId === person.id ? await presentToGuard(token) : undefined

  const said = [
    `Stream: ${inBrief(stream)}`,
    ...(guard === undefined ? [] : [`This server: ${inBrief(guard)}`]),
  ]
  journal.add(stream.refused ? 'refused' : 'note', `${broken.title}. ${said.join(' ')}`)
  return make(
    'dl',
    { class: 'verdicts' },
    make('dt', { text: 'Stream' }),
    verdictCell(stream),
    make('dt', { text: 'This server' }),
    guard === undefined ? make('dd', { text: notAsked }) : verdictCell(guard),
  )
}

function inBrief({ code, words }: Verdict): string {
  return code === undefined ? words : `code ${code}, ${streamCode(code)}.`
}

function verdictCell({ refused, code, words }: Verdict): HTMLElement {
  const badge = make('span', { class: 'code', text: code === undefined ? '–' : `code ${code}` })
  const cell = make('dd', {}, badge, make('span', { text: words }))
  cell.dataset.refused = String(refused)
  return cell
}
