<?xml version="1.0" encoding="UTF-8"?>
<!-- The findings of a dossier as SARIF 2.1.0 (OASIS), for code scanning. Places
     are given as regions where the evidence names a line; a waiver is an accepted
     suppression; the severity of a rule is the level of what failed. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:d="urn:auditor:dossier:1" xmlns:t="urn:auditor:text:1"
    exclude-result-prefixes="d t">
  <xsl:import href="words.xsl"/>
  <xsl:param name="origin" select="'unverified'"/>
  <xsl:param name="source-sha256" select="''"/>
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/d:dossier">
    <xsl:text>{"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
"version": "2.1.0",
"runs": [{
"tool": {"driver": {"name": "auditor", "version": </xsl:text>
    <xsl:value-of select="t:json(string(d:head/d:tool/@version))"/>
    <xsl:text>, "rules": [</xsl:text>
    <xsl:for-each select="d:findings/d:finding">
      <xsl:if test="position() &gt; 1">,</xsl:if>
      <xsl:call-template name="rule"/>
    </xsl:for-each>
    <xsl:text>]}},
"language": </xsl:text>
    <xsl:value-of select="t:json($lang)"/>
    <xsl:text>,
"columnKind": "unicodeCodePoints",
"originalUriBaseIds": {"AUDIT": {"description": {"text": "The audit folder"}}},
"automationDetails": {"id": </xsl:text>
    <xsl:value-of select="t:json(concat(d:head/d:id, '/'))"/>
    <xsl:text>},
"properties": {"origin": </xsl:text>
    <xsl:value-of select="concat(t:json(string($S[../@id = concat('origin.', $origin)])), ', &quot;sourceSha256&quot;: ', t:json($source-sha256),
        ', &quot;verdict&quot;: ', t:json(string(d:verdict/@value)), ', &quot;option&quot;: ', t:json(string(d:option/@id)),
        ', &quot;trial&quot;: ', t:json(string(@trial)))"/>
    <xsl:text>},
"results": [</xsl:text>
    <xsl:for-each select="d:findings/d:finding">
      <xsl:if test="position() &gt; 1">,</xsl:if>
      <xsl:call-template name="result"><xsl:with-param name="index" select="position() - 1"/></xsl:call-template>
    </xsl:for-each>
    <xsl:text>]}]}&#10;</xsl:text>
  </xsl:template>

  <xsl:template name="words">
    <xsl:param name="texts"/>
    <xsl:value-of select="t:json(normalize-space($texts[@xml:lang = $lang]))"/>
  </xsl:template>

  <xsl:template name="rule">
    <xsl:value-of select="concat('&#10;{&quot;id&quot;: ', t:json(string(@rule)), ', &quot;shortDescription&quot;: {&quot;text&quot;: ')"/>
    <xsl:call-template name="words"><xsl:with-param name="texts" select="d:title"/></xsl:call-template>
    <xsl:text>}, "fullDescription": {"text": </xsl:text>
    <xsl:call-template name="words"><xsl:with-param name="texts" select="d:statement"/></xsl:call-template>
    <xsl:text>}, "help": {"text": </xsl:text>
    <xsl:call-template name="words"><xsl:with-param name="texts" select="d:remedy"/></xsl:call-template>
    <xsl:text>}, "defaultConfiguration": {"level": </xsl:text>
    <xsl:call-template name="level"/>
    <xsl:value-of select="concat('}, &quot;properties&quot;: {&quot;tags&quot;: [', t:json(concat('theme:', @theme)), ', ', t:json(concat('pack:', @pack)),
        '], &quot;severity&quot;: ', t:json(string(@severity)), ', &quot;citation&quot;: ')"/>
    <xsl:call-template name="words"><xsl:with-param name="texts" select="d:citation"/></xsl:call-template>
    <xsl:text>}}</xsl:text>
  </xsl:template>

  <xsl:template name="level">
    <xsl:choose>
      <xsl:when test="@severity = 'blocker'">"error"</xsl:when>
      <xsl:when test="@severity = 'major'">"warning"</xsl:when>
      <xsl:otherwise>"note"</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- SARIF 2.1.0, 3.27.9: only what failed has a level other than none. "open"
       is "not enough evidence to say". A waived rule failed and is suppressed. -->
  <xsl:template name="result">
    <xsl:param name="index"/>
    <xsl:variable name="judged" select="concat(substring(@readiness, 1, number(@outcome = 'waived') * 99),
        substring(@outcome, 1, number(@outcome != 'waived') * 99))"/>
    <xsl:value-of select="concat('&#10;{&quot;ruleId&quot;: ', t:json(string(@rule)), ', &quot;ruleIndex&quot;: ', $index, ', &quot;kind&quot;: ')"/>
    <xsl:choose>
      <xsl:when test="$judged = 'fail'">
        <xsl:text>"fail", "level": </xsl:text>
        <xsl:call-template name="level"/>
      </xsl:when>
      <xsl:when test="$judged = 'unknown'">"open", "level": "none"</xsl:when>
      <xsl:when test="$judged = 'pass'">"pass", "level": "none"</xsl:when>
      <xsl:when test="$judged = 'attested'">"review", "level": "none"</xsl:when>
      <xsl:otherwise>"notApplicable", "level": "none"</xsl:otherwise>
    </xsl:choose>
    <xsl:text>, "message": {"text": </xsl:text>
    <xsl:choose>
      <xsl:when test="normalize-space(d:message[@xml:lang = $lang]) != ''">
        <xsl:call-template name="words"><xsl:with-param name="texts" select="d:message"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:call-template name="words"><xsl:with-param name="texts" select="d:title"/></xsl:call-template></xsl:otherwise>
    </xsl:choose>
    <xsl:text>}, "locations": [</xsl:text>
    <xsl:for-each select="d:source">
      <xsl:if test="position() &gt; 1">, </xsl:if>
      <xsl:call-template name="location"/>
    </xsl:for-each>
    <xsl:value-of select="concat('], &quot;partialFingerprints&quot;: {&quot;rule/v1&quot;: ', t:json(concat(/d:dossier/d:option/@id, '/', @rule)), '}')"/>
    <xsl:apply-templates select="d:waiver"/>
    <xsl:value-of select="concat(', &quot;properties&quot;: {&quot;outcome&quot;: ', t:json(string(@outcome)), ', &quot;readiness&quot;: ', t:json(string(@readiness)),
        ', &quot;observed&quot;: ', t:json(string(d:observed)), ', &quot;threshold&quot;: ', t:json(string(d:threshold)),
        ', &quot;inForce&quot;: ', t:json(string(@in-force)), '}}')"/>
  </xsl:template>

  <xsl:template name="location">
    <xsl:variable name="line" select="substring-after(@place, 'line ')"/>
    <xsl:value-of select="concat('{&quot;physicalLocation&quot;: {&quot;artifactLocation&quot;: {&quot;uri&quot;: ',
        t:json(t:uri(string(/d:dossier/d:evidence/d:file[@id = current()/@evidence]/@path))), ', &quot;uriBaseId&quot;: &quot;AUDIT&quot;}')"/>
    <xsl:if test="starts-with(@place, 'line ') and $line &gt;= 1 and translate($line, '0123456789', '') = ''">
      <xsl:value-of select="concat(', &quot;region&quot;: {&quot;startLine&quot;: ', $line, '}')"/>
    </xsl:if>
    <xsl:text>}</xsl:text>
    <xsl:if test="@place != ''">
      <xsl:value-of select="concat(', &quot;logicalLocations&quot;: [{&quot;fullyQualifiedName&quot;: ', t:json(string(@place)), '}]')"/>
    </xsl:if>
    <xsl:text>}</xsl:text>
  </xsl:template>

  <xsl:template match="d:waiver">
    <xsl:if test="@expired = 'no'">
      <xsl:text>, "suppressions": [{"kind": "external", "status": "accepted", "justification": </xsl:text>
      <xsl:variable name="words">
        <xsl:call-template name="word"><xsl:with-param name="text" select="@role"/></xsl:call-template>
        <xsl:value-of select="concat(', ', $S[../@id = 'until'], ' ', @until, $colon, ' ')"/>
        <xsl:call-template name="word"><xsl:with-param name="text" select="@reason"/></xsl:call-template>
      </xsl:variable>
      <xsl:value-of select="concat(t:json(string($words)), '}]')"/>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
