package io.dealpulse.core.metric;

import io.dealpulse.core.deal.Activity;
import io.dealpulse.core.deal.DealEvent;

/** To whom a {@link Story} is told. */
public interface Listener {

    void hear(DealEvent event);

    void hear(Activity activity);

    void hear(Story.Definition definition);

    void hearOfErasure();
}
