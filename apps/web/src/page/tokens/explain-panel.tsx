import { type ReactNode, useEffect, useState } from 'react'
import { SourceLink } from '../source-link.js'
import { useNow } from '../use-now.js'
import { type Explanation, explainToken } from './explain-token.js'
import { ExplanationView } from './explanation-view.js'
import { trimPasted } from './trim-pasted.js'

/** The panel that decodes and explains a token. */
export function ExplainPanel({ secret }: { secret: string }): ReactNode {
  const [pasted, setPasted] = useState('')
  const [explanation, setExplanation] = useState<Explanation>()
  const token = trimPasted(pasted)
  const now = Math.floor(useNow(1000) / 1000)

  useEffect(() => {
    let isCurrent = true
    const explain = async (): Promise<void> => {
      const next = token === '' ? undefined : await explainToken(token, secret, now)
      if (isCurrent) setExplanation(next)
    }
    void explain()
    return () => {
      isCurrent = false
    }
  }, [token, secret, now])

  return (
    <section className="panel" aria-labelledby="explain-title">
      <h2 id="explain-title">Read a token</h2>
      <div className="field">
        <label htmlFor="pasted">Token</label>
        <textarea
          id="pasted"
          className="input mono"
          rows={5}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={pasted}
          aria-describedby="pasted-hint"
          onChange={({ target }) => setPasted(target.value)}
        />
        <p className="small" id="pasted-hint">
          Paste a token, an Authorization header, or a response of your endpoint.
        </p>
      </div>
      <p className="verdict" role="status" data-level={explanation?.verdict.level}>
        {explanation?.verdict.text}
      </p>
      {explanation !== undefined && <ExplanationView explanation={explanation} />}
      <SourceLink of="verify" label="Code" />
    </section>
  )
}
