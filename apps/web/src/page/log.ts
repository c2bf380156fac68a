import { element } from './element.js'
import { make } from './make.js'

const labels = {
  request: 'Request',
  token: 'Token',
  stream: 'Stream',
  refused: 'Refused',
  note: 'Note',
  command: 'Command',
} as const

/** The kind of an entry. */
type Entry = keyof typeof labels

/** The log on the page; screen readers announce new entries. */
export interface Log {
  add(entry: Entry, text: string): void
}

const kept = 200
const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** Opens the log, with the newest entry last. */
export function openLog(): Log {
  const list = element('log', HTMLOListElement)
  const frame = element('log-frame', HTMLElement)
  let following = true
  // New entries scroll into view only while the log is scrolled to its end.
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
