package io.dealpulse.cli.notify.routes;

import io.dealpulse.cli.notify.message.MessageFormat;
import io.dealpulse.cli.notify.webhook.Target;

/**
 * Somebody who is told of alerts.
 *
 * @param name part of the key under which the ledger knows what was told; without blanks
 * @param target where webhooks go
 * @param format how they are written
 * @param filter which alerts it is for
 * @param takesTheRest whether it is for the alerts that no other route is for, instead
 * @param ratePerMinute most attempts per minute, evenly spread
 * @param digestAbove with more than so many things to tell at once, one message sums them up
 * @param tellResolved whether it is told of the end of what it was told
 */
public record Route(
        String name,
        Target target,
        MessageFormat format,
        RouteFilter filter,
        boolean takesTheRest,
        int ratePerMinute,
        int digestAbove,
        boolean tellResolved) {}
