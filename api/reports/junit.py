"""A report as JUnit XML, as CI servers read it: a suite for each rule, a test case for each finding.

Valid by the schema of Jenkins' xUnit plugin (`junit-10.xsd`).
"""

from xml.etree import ElementTree

from releasegraph.api.reports.judgement import Judged, Judgement
from releasegraph.api.reports.wording import facts, rule_name, short, title
from releasegraph.graph.validating.report import Rule
from releasegraph.graph.xml_text import xml_safe

__all__ = ["report_junit"]


def report_junit(judgement: Judgement) -> str:
    """Write a failure for each finding that fails, a skipped case for each known one, a passed one for the rest.

    A rule that finds nothing has one case, which passes; what is cured passes as a suite of its own.
    """
    suites = [_suite(rule, found, judgement) for rule, found in judgement.by_rule()]
    if judgement.cured:
        cured = ElementTree.Element("testsuite", name="Cured since the baseline")
        for one in judgement.cured:
            ElementTree.SubElement(cured, "testcase", name=f"{one.place}: {one.message}", classname=short(one.rule))
        suites.append(cured)
    root = ElementTree.Element("testsuites", name="releasegraph validate")
    for suite in suites:
        root.append(_counted(suite, [suite]))
    written = ElementTree.tostring(_counted(root, suites), encoding="unicode")
    return xml_safe(f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode("utf-8", "replace")).decode()


def _counted(element: ElementTree.Element, suites: list[ElementTree.Element]) -> ElementTree.Element:
    element.set("tests", str(sum(len(suite.findall("testcase")) for suite in suites)))
    element.set("failures", str(sum(len(suite.findall("testcase/failure")) for suite in suites)))
    element.set("errors", "0")
    if element.tag == "testsuite":
        element.set("skipped", str(len(element.findall("testcase/skipped"))))
    return element


def _suite(rule: Rule, found: tuple[Judged, ...], judgement: Judgement) -> ElementTree.Element:
    suite = ElementTree.Element("testsuite", name=title(rule))
    if rule.why:
        properties = ElementTree.SubElement(suite, "properties")
        ElementTree.SubElement(properties, "property", name="why", value=rule.why)
    if not found:
        ElementTree.SubElement(suite, "testcase", name="finds nothing", classname=rule_name(rule))
    for one in found:
        suite.append(_case(one, judgement))
    return suite


def _case(one: Judged, judgement: Judgement) -> ElementTree.Element:
    finding = one.finding
    place = str(finding.places[0]) if finding.places else short(finding.focus_node)
    case = ElementTree.Element("testcase", name=place, classname=rule_name(finding.rule))
    told = [f"{finding.severity}: {finding.message}", *map(str, finding.places)]
    told += [f"{word}: {fact}" for word, fact in facts(finding)]
    if judgement.fails(one):
        failure = ElementTree.SubElement(case, "failure", message=finding.message, type=finding.severity)
        failure.text = "\n".join(told)
    elif one.known:
        skipped = ElementTree.SubElement(case, "skipped", message=f"known: {finding.message}")
        skipped.text = "\n".join(told)
    else:
        ElementTree.SubElement(case, "system-out").text = "\n".join(told)
    return case
