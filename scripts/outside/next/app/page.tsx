export default function Page() {
  return <p>An app with a chat.</p>
}
