import { type ReactNode, useState } from 'react'

/** A button that changes what is in force. It keeps the focus while it works. */
export function AccessButton({
  label,
  looks,
  isPossible,
  order,
}: {
  label: string
  looks: string
  isPossible: boolean
  order: () => Promise<void>
}): ReactNode {
  const [isBusy, setIsBusy] = useState(false)
  const press = async (): Promise<void> => {
    if (isBusy || !isPossible) return
    setIsBusy(true)
    await order()
    setIsBusy(false)
  }
  return (
    <button
      className={`button ${looks}`}
      type="button"
      aria-disabled={isBusy || !isPossible}
      onClick={() => void press()}
    >
      {label}
    </button>
  )
}
