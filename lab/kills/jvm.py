"""Build tools that run in a JVM, Kotlin's compiler and Bazel among them."""

from __future__ import annotations

from lab.kills.case import EAT_JAVA, Kill

GRADLE = {
    "build.gradle": "task exec(type: Exec) { commandLine '/usr/bin/python3', 'eat.py' }\n"
    "task own { doLast { def kept = []; while (true) { byte[] b = new byte[1 << 20]; Arrays.fill(b, (byte) 1); "
    "kept.add(b) } } }\n",
    "gradle.properties": "org.gradle.jvmargs=-Xmx4g\n",
}
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>com.example</groupId><artifactId>big</artifactId><version>1</version>
<properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target>
<project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
<dependencies><dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version>
<scope>test</scope></dependency></dependencies>
<build><plugins>
<plugin><artifactId>maven-surefire-plugin</artifactId><version>3.5.4</version>
<configuration><argLine>-Xmx4g</argLine></configuration></plugin>
<plugin><groupId>org.codehaus.mojo</groupId><artifactId>exec-maven-plugin</artifactId><version>3.6.2</version>
<configuration><executable>/usr/bin/python3</executable><arguments><argument>eat.py</argument></arguments>
</configuration></plugin>
</plugins></build></project>
"""
MAVEN = {
    "pom.xml": POM,
    "src/main/java/Small.java": "public class Small {}\n",
    "src/test/java/EatsTest.java": "import org.junit.Test;\npublic class EatsTest { @Test public void eats() { "
    + EAT_JAVA
    + " } }\n",
    "src/test/java/FitsTest.java": "import org.junit.Test;\npublic class FitsTest { @Test public void fits() {} }\n",
}
ONCE = "mvn -q -B test -Dtest=FitsTest && mvn -q -B exec:exec -Dexec.executable=true"
SBT = {
    "build.sbt": 'scalaVersion := "2.12.20"\nautoScalaLibrary := false\ncrossPaths := false\nfork := true\n'
    'javaOptions += "-Xmx4g"\n',
    "project/build.properties": "sbt.version=1.10.7\n",
    "src/main/java/Eat.java": "public class Eat { public static void main(String[] a) { " + EAT_JAVA + " } }\n",
}
SBT_RUN = (
    "java -Xmx350m -jar ../jvm/sbt-launch.jar -Dsbt.color=false -Dsbt.supershell=false -Dsbt.server.autostart=false"
)
SBT_JAR = "org.scala-sbt:sbt-launch:1.10.7"
KOTLIN_JARS = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>com.example</groupId><artifactId>kotlin</artifactId><version>1</version>
<dependencies><dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-compiler-embeddable</artifactId>
<version>2.1.0</version></dependency></dependencies></project>
"""
KOTLIN = "java -Xmx4g -cp '../jvm/*' org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -no-reflect"
BAZEL = {
    "WORKSPACE": "",
    "BUILD": 'genrule(name = "gen", srcs = ["eat.py"], outs = ["out"], cmd = "/usr/bin/python3 $(location eat.py)")\n'
    'genrule(name = "big", srcs = ["big.c"], outs = ["big.o"], cmd = "gcc -c $(location big.c) -o $@")\n',
}
BAZEL_RUN = "bazel --output_user_root=$PWD/../bazel --host_jvm_args=-Xmx300m"
BAZEL_FLAGS = "--spawn_strategy=local --color=no --curses=no --noshow_progress"
JVM = (
    Kill("java", "java -Xmx4g Eat.java", "java --version", limit=300, prepare="python -m lab.kills.large Eat.java 1"),
    Kill("gradle, an Exec task", "gradle -q --no-daemon exec", "gradle --version", limit=900, files=GRADLE),
    Kill("gradle, its daemon", "gradle -q --no-daemon own", "gradle --version", limit=900, files=GRADLE),
    Kill("mvn test, its fork", "mvn -o -B test", "mvn --version", limit=600, files=MAVEN, prepare=ONCE),
    Kill("mvn exec:exec", "mvn -o -B exec:exec", "mvn --version", limit=600, files=MAVEN, prepare=ONCE),
    Kill(
        "sbt run, its fork",
        f"{SBT_RUN} run",
        "cat project/build.properties",
        limit=900,
        files=SBT,
        prepare=f"{SBT_RUN} compile",
    ),
    Kill(
        "kotlinc",
        f"{KOTLIN} big.kt -d out",
        f"{KOTLIN} -version",
        limit=250,
        prepare="python -m lab.kills.large big.kt 20000",
    ),
    Kill(
        "bazel, a genrule",
        f"{BAZEL_RUN} build {BAZEL_FLAGS} //:gen",
        "dpkg-query -W bazel-bootstrap",
        limit=900,
        files=BAZEL,
    ),
    Kill(
        "bazel, gcc",
        f"{BAZEL_RUN} build {BAZEL_FLAGS} //:big",
        "dpkg-query -W bazel-bootstrap",
        limit=900,
        files=BAZEL,
        prepare="python -m lab.kills.large big.c 8000000",
    ),
    Kill(
        "bazel, its server",
        f"{BAZEL_RUN} build {BAZEL_FLAGS} //:gen",
        "dpkg-query -W bazel-bootstrap",
        limit=110,
        files=BAZEL,
    ),
)
