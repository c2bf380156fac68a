/** What a command changes: the cutoff or the block of a user, or the cutoff of the app under ''. */
export interface Target {
  readonly userId: string
  readonly field: 'cutoff' | 'block'
}

/** A command as its caller sees it. */
export interface Command extends Target {
  readonly process: number
  readonly undoes: boolean
  readonly calledAt: number
  /** The earliest cutoff that a revocation can have. */
  readonly from: number
  /** Undefined while it runs. */
  endedAt: number | undefined
  stored: boolean
}

/** The plain model: which outcomes are right after some commands. */
export interface History {
  readonly commands: Command[]
  /** Whether a process must refuse what a target revokes. `sees`: each process asks the store. */
  mustRevoke(target: Target, process: number, at: number, sees: boolean): boolean
  /** Whether nothing may be in force for a target in a process. */
  mustAllow(target: Target, process: number, at: number, sees: boolean): boolean
  /** The latest cutoff before which no process may mint. */
  earliestIat(userId: string, at: number): number
  /** Whether all commands for a target are stored, so that all agree on its state. */
  isCertain(target: Target): boolean
}

const isSame = (one: Target, other: Target): boolean =>
  one.userId === other.userId && one.field === other.field

/** Whether two revocations overlap; one also overlaps itself. */
const isSameTime = (one: Command, other: Command): boolean =>
  !other.undoes &&
  other.calledAt <= (one.endedAt ?? one.calledAt) &&
  (other.endedAt ?? Infinity) >= one.calledAt

export function createHistory(): History {
  const commands: Command[] = []
  const of = (target: Target): readonly Command[] => commands.filter(command => isSame(command, target))

  /**
   * Whether no undo can have come after a revocation. An undo without a response may, if its version is above a revocation
   * of its own process that nobody else has seen.
   */
  const isLast = (revocation: Command): boolean =>
    of(revocation).every(
      undo =>
        !undo.undoes ||
        (undo.endedAt !== undefined &&
          undo.endedAt <= revocation.calledAt &&
          (undo.stored || undo.process === revocation.process || !hasUnseen(undo))),
    )
  const hasUnseen = (undo: Command): boolean =>
    of(undo).some(
      ({ undoes, process, stored, calledAt }) =>
        !undoes && process === undo.process && !stored && calledAt <= undo.calledAt,
    )

  return {
    commands,
    mustRevoke: (target, process, at, sees) =>
      of(target).some(
        command =>
          !command.undoes &&
          isLast(command) &&
          // In its own process a revocation holds from the call on, stored or not.
          (command.process === process ||
            (sees && command.stored && command.endedAt !== undefined && command.endedAt <= at)),
      ),
    mustAllow(target, process, at, sees) {
      const all = of(target)
      return all.every(
        revocation =>
          revocation.undoes ||
          all.some(
            undo =>
              undo.undoes &&
              undo.stored &&
              undo.endedAt !== undefined &&
              undo.endedAt <= at &&
              revocation.endedAt !== undefined &&
              revocation.endedAt <= undo.calledAt &&
              // A write without a response is known to its own process alone.
              (revocation.stored || undo.process === revocation.process) &&
              // What was never stored is in force in its own process until that undoes it.
              (revocation.stored || process === undo.process) &&
              (sees || undo.process === process),
          ),
      )
    },
    earliestIat: (userId, at) =>
      Math.max(
        0,
        ...['', userId].flatMap(id =>
          of({ userId: id, field: 'cutoff' })
            .filter(one => !one.undoes && one.stored && (one.endedAt ?? at + 1) <= at && isLast(one))
            // Of revocations at the same time, one may have the larger version and the earlier cutoff.
            .map(one => Math.min(...of(one).flatMap(other => (isSameTime(one, other) ? other.from : [])))),
        ),
      ),
    isCertain: target => of(target).every(({ stored }) => stored),
  }
}
