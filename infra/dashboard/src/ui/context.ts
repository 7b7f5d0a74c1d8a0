import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Pipeline } from '../api/types';
import type { Formats } from '../lib/format';
import type { Days } from '../lib/range';
import type { Drill, State } from '../lib/url';

/** What every part of the page reads. */
export interface Page {
  state: State;
  /** Changes what is looked at; a step that "back" undoes unless it replaces. */
  go: (change: Partial<State>, options?: { replace?: boolean }) => void;
  formats: Formats;
  pipeline: Pipeline;
  days: Days;
  asOf: string | null;
  windows: number[];
  /** The colours in use; charts are drawn anew when they change. */
  theme: 'light' | 'dark';
  /** A panel has its first figures. */
  onReady: (panel: string) => void;
  /** A parameter that the API refused, and why; null once it is fine. Shown at its control. */
  onRefusal: (source: string, refusal: Refusal | null) => void;
}

export interface Refusal {
  parameter: string | null;
  detail: string;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) {
    throw new Error('outside of the page');
  }
  return page;
}

/** Parameters of the slice that is looked at. */
export function sliceOf({ state, pipeline }: Page): Record<string, string> {
  return {
    pipeline: pipeline.pipeline_id,
    ...(state.value === null ? {} : { dimension: state.dimension, value: state.value }),
  };
}

/** Parameters of the slice and the range of days. */
export function figureOf(page: Page): Record<string, string> {
  return { ...sliceOf(page), ...page.days };
}

/** The day at whose end the open pipeline is shown; null for now. */
export function pastDay({ days, asOf }: Page): string | null {
  return asOf !== null && days.to < asOf ? days.to : null;
}

export function openDrill(page: Page, drill: Drill): void {
  page.go({ drill, deal: null });
}

export function stageNameIn(pipeline: Pipeline, stageId: string): string {
  return pipeline.stages.find((stage) => stage.stage_id === stageId)?.name ?? stageId;
}
