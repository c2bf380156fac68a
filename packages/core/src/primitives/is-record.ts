/** Whether a value has named members of unknown kind: any object but a list, also an error or what a framework made. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
