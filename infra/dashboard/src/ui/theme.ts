import { useEffect, useState } from 'preact/hooks';

const THEME_KEY = 'dealpulse.theme';
const DARK = '(prefers-color-scheme: dark)';

export type ThemeChoice = 'auto' | 'light' | 'dark';

function asChoice(text: string | null): ThemeChoice {
  return text === 'light' || text === 'dark' ? text : 'auto';
}

/**
 * The colours in use, the reader's choice, and how to choose. The choice lasts as long as the tab.
 *
 * @param fromAddress wins over what was chosen before
 */
export function useTheme(fromAddress: ThemeChoice | null): ['light' | 'dark', ThemeChoice, (choice: string) => void] {
  const [stored, setStored] = useState(() => asChoice(sessionStorage.getItem(THEME_KEY)));
  const [systemDark, setSystemDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const listener = (): void => setSystemDark(query.matches);
    query.addEventListener('change', listener);
    return () => query.removeEventListener('change', listener);
  }, []);
  const choice = fromAddress ?? stored;
  const theme = choice === 'auto' ? (systemDark ? 'dark' : 'light') : choice;
  // Before the charts read the colours, so not in an effect.
  document.documentElement.dataset['theme'] = theme;
  return [
    theme,
    choice,
    (text) => {
      sessionStorage.setItem(THEME_KEY, asChoice(text));
      setStored(asChoice(text));
    },
  ];
}
