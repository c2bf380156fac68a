import { type ReactNode, useEffect, useRef, useState } from 'react'
import { AccessPanel } from './access-panel.js'
import { ChatPanel } from './chat-panel.js'
import type { Dispatch } from './demo-event.js'
import type { Demo, SignedIn } from './demo-info.js'
import type { DemoState } from './demo-state.js'
import { LogPanel } from './log-panel.js'
import { TokenPanel } from './token-panel.js'
import { openVisit, type Visit } from './visit.js'

/** The page of a signed-in person. It is made anew for each sign-in. */
export function VisitView({
  state,
  demo,
  person,
  dispatch,
}: {
  state: DemoState
  demo: Demo
  person: SignedIn
  dispatch: Dispatch
}): ReactNode {
  const [first] = useState({ demo, person, dispatch })
  const visit = useRef<Visit>(undefined)
  const title = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    const opened = openVisit(first.demo, first.person, first.dispatch)
    visit.current = opened
    title.current?.focus()
    const before = document.title
    document.title = `${first.person.name} – ${before}`
    return () => {
      opened.close()
      document.title = before
    }
  }, [first])

  return (
    <>
      <h1 className="hidden-text" tabIndex={-1} ref={title}>
        Signed in as {person.name}
      </h1>
      <ChatPanel state={state} />
      <AccessPanel
        state={state}
        demo={demo}
        person={person}
        order={async (label, commands) => visit.current?.order(label, commands)}
      />
      <TokenPanel state={state} demo={demo} dispatch={dispatch} />
      <LogPanel state={state} />
    </>
  )
}
