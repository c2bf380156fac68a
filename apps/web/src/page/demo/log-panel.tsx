import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { timeOfDay } from '../date-and-time.js'
import { SourceLink } from '../source-link.js'
import type { DemoState } from './demo-state.js'
import { LOG_KINDS } from './log-entry.js'

/** The log, with the newest entry last. It has its own place, which does not scroll away. */
export function LogPanel({ state: { log } }: { state: DemoState }): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  const isFollowing = useRef(true)
  const last = log.at(-1)?.number

  // New entries scroll into view only while the log is scrolled to its end.
  useLayoutEffect(() => {
    const element = frame.current
    if (element !== null && last !== undefined && isFollowing.current)
      element.scrollTop = element.scrollHeight
  }, [last])

  return (
    <section className="panel log-panel" aria-labelledby="log-title">
      <div className="panel-head">
        <h2 id="log-title">Log</h2>
        <SourceLink of="reduce" label="Code" />
      </div>
      <div
        className="log"
        role="log"
        aria-labelledby="log-title"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keyboard users must be able to focus it.
        tabIndex={0}
        ref={frame}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isFollowing.current = scrollHeight - scrollTop - clientHeight < 8
        }}
      >
        <ol>
          {log.map(({ number, at, kind, text }) => (
            <li key={number} className="entry" data-entry={kind}>
              <span className="when">{timeOfDay(at)}</span>
              <span className="label">{LOG_KINDS[kind]}</span>
              <span className="text">{text}</span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
