import { field } from './field.js'

/** An error response of this server (RFC 9457 problem details). */
export class Refusal extends Error {
  readonly status: number
  /** The reason, such as `user_blocked`. */
  readonly reason: string
  /** Stream's error code, if there is one. */
  readonly code: number | undefined
  /** The whole response body. */
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
    this.status = status
    this.reason = name
    this.problem = problem
    this.code = typeof code === 'number' ? code : undefined
  }
}
