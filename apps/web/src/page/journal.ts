import { element } from './element.js'
import { make } from './make.js'

const labels = {
  asked: 'Asked',
  token: 'Token',
  stream: 'Stream',
  refused: 'Refused',
  note: 'Note',
  command: 'Command',
} as const

/** What an entry is about. */
type Entry = keyof typeof labels

/** The log of the visit, read out as it grows. */
export interface Journal {
  add(entry: Entry, text: string): void
}

const kept = 200
const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** Opens the log; the newest entry is last. */
export function openJournal(): Journal {
  const list = element('journal', HTMLOListElement)
  const frame = element('journal-frame', HTMLElement)
  let following = true
  // Who scrolls back to read stays there; who scrolls to the end follows again.
  frame.addEventListener('scroll', () => {
    following = frame.scrollHeight - frame.scrollTop - frame.clientHeight < 8
  })
  return {
    add(entry, text): void {
      const row = make(
        'li',
        { class: 'entry' },
        make('span', { class: 'when', text: timeOfDay.format(new Date()) }),
        make('span', { class: 'label', text: labels[entry] }),
        make('span', { class: 'text', text }),
      )
      row.dataset.entry = entry
      list.append(row)
      if (list.childElementCount > kept) list.firstElementChild?.remove()
      if (following) frame.scrollTop = frame.scrollHeight
    },
  }
}
