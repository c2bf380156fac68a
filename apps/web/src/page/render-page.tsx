import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

/** Shows a page in `<div id="root">`. */
export function renderPage(page: ReactNode): void {
  const root = document.getElementById('root')
  if (root === null) throw new TypeError('The page has no element with the id root.')
  createRoot(root).render(<StrictMode>{page}</StrictMode>)
}
