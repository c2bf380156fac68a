import type { Cell, Host } from './host.js'
import { createRandom } from './random.js'
import type { RouteCase } from './route-case.js'
import { ROUTE_CASES } from './route-cases.js'

/** Some of the cases, and those that any host is excepted from in any set-up. */
export interface RouteSample {
  /** About how many, beside the excepted ones. */
  readonly cases: number
  /** What the choice follows from; the tests' names tell it. */
  readonly seed: number
  /** Whether the first set-up gets some of the cases too. Default: all of them. */
  readonly isForFirst?: boolean
}

/** The cases of a subject that are sent in one set-up. */
export interface ChosenCases {
  readonly subject: string
  readonly cases: readonly RouteCase[]
  /** Whether there are others of the subject. */
  readonly isPart: boolean
}

/**
 * Makes what chooses the cases for the set-ups of a host, one after the other.
 *
 * @param excepted - The ids of cases that are chosen whatever the sample is: most exceptions are for set-ups that get no more
 * than a sample, and both a wrong one and one that is not listed must show.
 */
export function caseChooser(
  { cells: [first] }: Host,
  excepted: ReadonlySet<string>,
  sample?: RouteSample,
): (cell: Cell) => readonly ChosenCases[] {
  const all = [...ROUTE_CASES.values()].flat().length
  const random = sample && createRandom(sample.seed)
  const isInSample = (): boolean => sample === undefined || random?.chance(sample.cases / all) === true

  return cell => {
    const isWhole = cell === first && sample?.isForFirst !== true
    const isChosen = ({ id, isSlow = false }: RouteCase): boolean =>
      (!isSlow || cell.mount === first?.mount) && (isWhole || excepted.has(id) || isInSample())
    return [...ROUTE_CASES].map(([subject, cases]) => {
      const chosen = cases.filter(isChosen)
      return { subject, cases: chosen, isPart: chosen.length < cases.length }
    })
  }
}
