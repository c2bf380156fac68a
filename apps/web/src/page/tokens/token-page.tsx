import { type ReactNode, useEffect, useState } from 'react'
import { PageBar } from '../page-bar.js'
import { ExplainPanel } from './explain-panel.js'
import { MakePanel } from './make-panel.js'
import { SecretField } from './secret-field.js'

/** The page that makes and explains tokens, without a server. */
export function TokenPage(): ReactNode {
  const [secret, setSecret] = useState('')
  const [visit, setVisit] = useState(0)

  // Browsers may keep a page in memory after the user has left it. The secret must not be there when they return.
  useEffect(() => {
    const forget = (): void => {
      setSecret('')
      // A new key empties the field.
      setVisit(count => count + 1)
    }
    addEventListener('pagehide', forget)
    return () => removeEventListener('pagehide', forget)
  }, [])

  return (
    <>
      <PageBar page="Tokens" />
      <main className="tokens">
        <div className="tokens-intro">
          <h1>Make and read Stream tokens</h1>
          <p className="lead">
            Everything happens in this browser. The page sends nothing, and its security policy forbids all
            connections. It stores nothing: the secret is gone when you leave.
          </p>
          {!isSecureContext && (
            <p className="notice" role="alert">
              This page works only on https or on localhost: elsewhere browsers have no Web Crypto.
            </p>
          )}
          <SecretField key={visit} length={secret.length} onChange={setSecret} />
        </div>
        <div className="tokens-columns">
          <MakePanel secret={secret} />
          <ExplainPanel secret={secret} />
        </div>
      </main>
    </>
  )
}
