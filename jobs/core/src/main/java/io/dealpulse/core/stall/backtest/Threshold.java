package io.dealpulse.core.stall.backtest;

import io.dealpulse.core.pipeline.Stage;
import io.dealpulse.core.stall.AlertKind;

/** From when on a rule speaks. */
public sealed interface Threshold permits Threshold.Days, Threshold.Learned, Threshold.AsDefined {

    /** What is learnt from won deals; only {@link AlertKind#STAGE_OVERDUE} can be. */
    Threshold LEARNED = new Learned();

    /** Each stage's own, as its pipeline defines it. */
    Threshold AS_DEFINED = new AsDefined();

    /** After so many days; 0 or more. */
    static Threshold days(int days) {
        return new Days(days);
    }

    /** The stage with this threshold in place of its own, for every kind that has one. */
    Stage in(Stage stage);

    /** The word under which reports show it. */
    String word();

    /** After a number of days. */
    record Days(int days) implements Threshold {

        @Override
        public Stage in(Stage stage) {
            return new Stage(stage.stageId(), stage.name(), stage.kind(), stage.probability(), days, days);
        }

        @Override
        public String word() {
            return Integer.toString(days);
        }
    }

    /** What is learnt from won deals. */
    record Learned() implements Threshold {

        @Override
        public Stage in(Stage stage) {
            return new Stage(stage.stageId(), stage.name(), stage.kind(), stage.probability(), null, null);
        }

        @Override
        public String word() {
            return "learned";
        }
    }

    /** Each stage's own. */
    record AsDefined() implements Threshold {

        @Override
        public Stage in(Stage stage) {
            return stage;
        }

        @Override
        public String word() {
            return "as defined";
        }
    }
}
