package io.keybearer.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A module's pom, as far as the rules ask. */
final class Pom {
  private final Element project;

  private Pom(Element project) {
    this.project = project;
  }

  static Pom of(Path module) {
    try {
      return new Pom(DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(module.resolve("pom.xml").toFile())
          .getDocumentElement());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (ParserConfigurationException | SAXException malformed) {
      throw new IllegalStateException("cannot read the pom of " + module, malformed);
    }
  }

  /** The artifacts that its classes need, be it to compile or to run; those of tests left out. */
  List<String> dependencies() {
    List<String> names = new ArrayList<>();
    for (Element dependency : under(project, "dependencies", "dependency")) {
      if (!"test".equals(text(dependency, "scope"))) {
        names.add(text(dependency, "artifactId"));
      }
    }
    return names;
  }

  /** The artifacts whose versions it manages. */
  List<String> managed() {
    List<String> names = new ArrayList<>();
    for (Element management : children(project, "dependencyManagement")) {
      for (Element dependency : under(management, "dependencies", "dependency")) {
        names.add(text(dependency, "artifactId"));
      }
    }
    return names;
  }

  List<String> modules() {
    return under(project, "modules", "module").stream()
        .map(Element::getTextContent)
        .toList();
  }

  /** Its own version, or that of its parent. */
  String version() {
    String own = text(project, "version");
    return own.isEmpty() ? text(children(project, "parent").get(0), "version") : own;
  }

  private static List<Element> under(Element element, String list, String name) {
    return children(element, list).stream()
        .flatMap(entries -> children(entries, name).stream())
        .toList();
  }

  private static List<Element> children(Element element, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child && child.getTagName().equals(name)) {
        found.add(child);
      }
    }
    return found;
  }

  private static String text(Element element, String name) {
    List<Element> found = children(element, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
  }
}
