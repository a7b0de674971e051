<?xml version="1.0" encoding="UTF-8"?>
<!-- The findings of a dossier as JUnit XML (the schema of Jenkins' xUnit plugin,
     junit-10.xsd), for build servers. A rule that failed is a failure, one that
     the evidence does not answer an error; waived, not applicable and not yet
     applicable are skipped. Attested passes, and its output says that it is a
     person's word. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:d="urn:auditor:dossier:1" exclude-result-prefixes="d">
  <xsl:import href="words.xsl"/>
  <xsl:param name="origin" select="'unverified'"/>
  <xsl:param name="source-sha256" select="''"/>
  <xsl:output method="xml" encoding="UTF-8" indent="yes"/>

  <xsl:template match="/d:dossier">
    <xsl:variable name="findings" select="d:findings/d:finding"/>
    <testsuites name="{d:head/d:id}" time="0" tests="{count($findings)}"
        failures="{count($findings[@outcome = 'fail'])}" errors="{count($findings[@outcome = 'unknown'])}">
      <xsl:for-each select="d:packs/d:pack">
        <xsl:variable name="mine" select="$findings[@pack = current()/@id]"/>
        <xsl:if test="$mine">
          <testsuite name="{@id}" id="{position() - 1}" time="0" timestamp="{substring-before(/d:dossier/d:head/d:created, 'Z')}"
              tests="{count($mine)}" failures="{count($mine[@outcome = 'fail'])}"
              errors="{count($mine[@outcome = 'unknown'])}"
              skipped="{count($mine[@outcome = 'waived' or @outcome = 'not-applicable' or @outcome = 'not-yet-applicable'])}">
            <properties>
              <property name="auditor.origin" value="{$S[../@id = concat('origin.', $origin)]}"/>
              <property name="auditor.source-sha256" value="{$source-sha256}"/>
              <property name="auditor.verdict" value="{/d:dossier/d:verdict/@value}"/>
              <property name="auditor.option" value="{/d:dossier/d:option/@id}"/>
              <property name="auditor.trial" value="{/d:dossier/@trial}"/>
              <property name="auditor.pack-version" value="{@version}"/>
              <property name="auditor.pack-sha256" value="{@sha256}"/>
            </properties>
            <xsl:apply-templates select="$mine"/>
          </testsuite>
        </xsl:if>
      </xsl:for-each>
    </testsuites>
  </xsl:template>

  <xsl:template match="d:finding">
    <xsl:variable name="message" select="normalize-space(d:message[@xml:lang = $lang])"/>
    <testcase classname="{@pack}.{@theme}" time="0">
      <xsl:attribute name="name">
        <xsl:value-of select="concat(@rule, ' ')"/>
        <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:title"/></xsl:call-template>
      </xsl:attribute>
      <xsl:choose>
        <xsl:when test="@outcome = 'fail'">
          <failure type="{@severity}" message="{$message}"><xsl:call-template name="ground"/></failure>
        </xsl:when>
        <xsl:when test="@outcome = 'unknown'">
          <error type="{@severity}" message="{$message}"><xsl:call-template name="ground"/></error>
        </xsl:when>
        <xsl:when test="@outcome = 'attested'">
          <system-out><xsl:value-of select="concat($S[../@id = 'outcome.attested'], $colon, ' ', $message)"/></system-out>
        </xsl:when>
        <xsl:when test="@outcome != 'pass'">
          <skipped>
            <xsl:attribute name="message">
              <xsl:value-of select="concat($S[../@id = concat('outcome.', current()/@outcome)], $colon, ' ', $message)"/>
            </xsl:attribute>
          </skipped>
        </xsl:when>
      </xsl:choose>
    </testcase>
  </xsl:template>

  <xsl:template name="ground">
    <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:remedy"/></xsl:call-template>
    <xsl:value-of select="concat('&#10;', $S[../@id = 'citation'], $colon, ' ')"/>
    <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:citation"/></xsl:call-template>
    <xsl:for-each select="d:source">
      <xsl:value-of select="concat('&#10;', /d:dossier/d:evidence/d:file[@id = current()/@evidence]/@path)"/>
      <xsl:if test="@place != ''"><xsl:value-of select="concat(' (', @place, ')')"/></xsl:if>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
