import { type ReactNode, useEffect, useReducer, useState } from 'react'
import { errorText } from '../error-text.js'
import { onProcess } from '../own-server.js'
import { PageBar } from '../page-bar.js'
import { Account } from './account.js'
import type { DemoEvent } from './demo-event.js'
import { readDemo, readSession } from './demo-info.js'
import { type DemoState, INITIAL_STATE } from './demo-state.js'
import { reduce } from './reduce.js'
import { SignIn } from './sign-in.js'
import { VisitView } from './visit-view.js'

/** The demo: one state, and what is shown of it. */
export function DemoPage(): ReactNode {
  const [state, dispatch] = useReducer<DemoState, [DemoEvent]>(reduce, INITIAL_STATE)
  const [error, setError] = useState<string>()
  const { demo, person, isReady } = state

  useEffect(() => {
    onProcess(({ method, path, status, process }) => {
      // What the page reads again and again is not logged.
      const text = `Process ${process} responded ${status} to ${method} /${path}.`
      dispatch({ type: 'responded', process, ...(method !== 'GET' && { text }) })
    })
    const load = async (): Promise<void> => {
      const [loaded, session] = await Promise.all([readDemo(), readSession()])
      dispatch({ type: 'loaded', demo: loaded, person: session })
    }
    load().catch((reason: unknown) => setError(errorText(reason)))
  }, [])

  return (
    <>
      <PageBar page="Demo">
        {demo !== undefined && <span className="brand-host">{hostText(state)}</span>}
        {person !== undefined && <Account person={person} dispatch={dispatch} />}
      </PageBar>
      <main className={person === undefined ? 'demo-welcome' : 'demo'}>
        {error !== undefined && (
          <p className="notice" role="alert">
            {error}
          </p>
        )}
        {demo !== undefined && isReady && person === undefined && (
          <SignIn demo={demo} farewell={state.farewell} dispatch={dispatch} />
        )}
        {demo !== undefined && person !== undefined && (
          <VisitView
            key={`${person.id} ${person.signedInAt}`}
            state={state}
            demo={demo}
            person={person}
            dispatch={dispatch}
          />
        )}
      </main>
      <footer className="foot">
        <p>
          {demo === undefined ? 'Loading…' : `Stream is emulated at ${demo.streamUrl}.`} No request leaves
          your machine.
        </p>
      </footer>
    </>
  )
}

function hostText({ demo, process }: DemoState): string {
  return `${demo?.host ?? ''}${process === undefined ? '' : `, process ${process}`}`
}
