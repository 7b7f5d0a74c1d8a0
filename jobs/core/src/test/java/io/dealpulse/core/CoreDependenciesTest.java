package io.dealpulse.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.dealpulse.core", importOptions = DoNotIncludeTests.class)
class CoreDependenciesTest {

    @ArchTest
    static final ArchRule THE_CORE_IS_PLAIN_JAVA = classes()
            .that()
            .resideInAPackage("io.dealpulse.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.dealpulse.core..",
                    "java.lang..",
                    "java.math..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify.annotations..")
            .because("it must be testable, and usable in batch, without Flink, Kafka or JDBC");
}
