import { useState } from 'preact/hooks';
import { storeToken } from '../api/client';
import { Dialog } from './dialog';

/** Asks for the API's token, which is kept for this tab only. */
export function TokenDialog({ onToken }: { onToken: () => void }) {
  const [token, setToken] = useState('');
  return (
    <Dialog label="token-title" kind="small" onClose={null} testId="token-dialog">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          storeToken(token.trim());
          onToken();
        }}
      >
        <h2 id="token-title">The figures need a token</h2>
        <p>
          Whoever runs <code>dealpulse serve</code> knows it. It is kept until this tab is closed and sent to this
          server only.
        </p>
        <label for="token">Token</label>
        <input
          id="token"
          type="password"
          autocomplete="off"
          required
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
        <button type="submit" class="primary">
          Show the figures
        </button>
      </form>
    </Dialog>
  );
}
