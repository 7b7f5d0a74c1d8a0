package io.dealpulse.schemas;

/** Our schema of a topic is not in the registry; set-up puts it there. */
public final class SchemaNotRegisteredException extends RegistryException {

    private static final long serialVersionUID = 1;

    SchemaNotRegisteredException(EventTopic topic, String url, Throwable cause) {
        super(
                "the schema of topic " + topic.topicName() + " is not registered under subject " + topic.subject()
                        + " in schema registry " + url + "; run './dealpulse setup'",
                cause);
    }
}
