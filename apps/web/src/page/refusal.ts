import { field } from './field.js'

/** An answer of this server that was not a yes: RFC 9457 problem details, in words. */
export class Refusal extends Error {
  /** Stream's number for it, where it has one. */
  readonly code: number | undefined
  /** The words without that number. */
  readonly words: string
  /** The whole answer. */
  readonly problem: unknown

  constructor(status: number, problem: unknown) {
    const [reason, detail, code] = [
      field(problem, 'reason'),
      field(problem, 'detail'),
      field(problem, 'code'),
    ]
    const name = typeof reason === 'string' ? reason : 'no reason given'
    const more = typeof detail === 'string' ? ` ${detail}` : ''
    super(`${status} ${name}${typeof code === 'number' ? `, code ${code}` : ''}.${more}`)
    this.name = 'Refusal'
    this.problem = problem
    this.code = typeof code === 'number' ? code : undefined
    this.words = `${status} ${name}.${more}`
  }
}
