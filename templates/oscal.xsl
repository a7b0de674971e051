<?xml version="1.0" encoding="UTF-8"?>
<!-- The findings of a dossier as an OSCAL 1.2.1 assessment result (NIST). OSCAL
     knows satisfied and not satisfied only: a rule that the evidence does not
     answer is not satisfied, and so is one that was waived; one that is met on a
     person's word is satisfied with that remark. Rules that do not apply, or not
     yet, have no finding. There is no assessment plan but the rule packs. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:d="urn:auditor:dossier:1" xmlns:t="urn:auditor:text:1"
    exclude-result-prefixes="d t">
  <xsl:import href="words.xsl"/>
  <xsl:param name="origin" select="'unverified'"/>
  <xsl:param name="source-sha256" select="''"/>
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:variable name="id" select="string(/d:dossier/d:head/d:id)"/>
  <xsl:variable name="created" select="t:json(string(/d:dossier/d:head/d:created))"/>

  <xsl:template match="/d:dossier">
    <xsl:variable name="applied" select="d:findings/d:finding[@outcome != 'not-applicable' and @outcome != 'not-yet-applicable']"/>
    <xsl:variable name="label"><xsl:call-template name="word"><xsl:with-param name="text" select="d:option/@label"/></xsl:call-template></xsl:variable>
    <xsl:variable name="title" select="t:json(normalize-space(concat($S[../@id = 'dossier'], ' – ', $label)))"/>
    <xsl:value-of select="concat('{&quot;assessment-results&quot;: {&quot;uuid&quot;: ', t:json(t:uuid(concat($source-sha256, $lang, $origin))),
        ',&#10;&quot;metadata&quot;: {&quot;title&quot;: ', $title, ', &quot;last-modified&quot;: ', $created,
        ', &quot;version&quot;: ', t:json($id), ', &quot;oscal-version&quot;: &quot;1.2.1&quot;, &quot;props&quot;: [')"/>
    <xsl:call-template name="prop"><xsl:with-param name="name" select="'source-sha256'"/><xsl:with-param name="value" select="$source-sha256"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="prop"><xsl:with-param name="name" select="'trial'"/><xsl:with-param name="value" select="@trial"/></xsl:call-template>
    <xsl:value-of select="concat('], &quot;remarks&quot;: ', t:json(string($S[../@id = concat('origin.', $origin)])), '},&#10;&quot;import-ap&quot;: {&quot;href&quot;: ',
        t:json(concat('#', t:uuid(concat($id, '/plan')))), '},&#10;&quot;results&quot;: [{&quot;uuid&quot;: ', t:json(t:uuid(concat($id, '/result'))),
        ', &quot;title&quot;: ', $title, ', &quot;description&quot;: ')"/>
    <xsl:value-of select="concat(t:json(string($S[../@id = concat('verdict.', /d:dossier/d:verdict/@value, '.means')])),
        ', &quot;start&quot;: ', $created, ', &quot;end&quot;: ', $created, ', &quot;props&quot;: [')"/>
    <xsl:call-template name="prop"><xsl:with-param name="name" select="'verdict'"/><xsl:with-param name="value" select="d:verdict/@value"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="prop"><xsl:with-param name="name" select="'option'"/><xsl:with-param name="value" select="d:option/@id"/></xsl:call-template>
    <xsl:text>],&#10;"reviewed-controls": {"control-selections": [{"include-controls": [</xsl:text>
    <xsl:for-each select="d:findings/d:finding">
      <xsl:if test="position() &gt; 1">, </xsl:if>
      <xsl:value-of select="concat('{&quot;control-id&quot;: ', t:json(string(@rule)), '}')"/>
    </xsl:for-each>
    <xsl:text>]}]}</xsl:text>
    <xsl:if test="$applied">
      <xsl:text>,&#10;"findings": [</xsl:text>
      <xsl:for-each select="$applied">
        <xsl:if test="position() &gt; 1">,</xsl:if>
        <xsl:call-template name="finding"/>
      </xsl:for-each>
      <xsl:text>]</xsl:text>
    </xsl:if>
    <xsl:value-of select="concat('}],&#10;&quot;back-matter&quot;: {&quot;resources&quot;: [{&quot;uuid&quot;: ', t:json(t:uuid(concat($id, '/plan'))),
        ', &quot;title&quot;: ', t:json(string($S[../@id = 'packs'])), ', &quot;description&quot;: ', t:json(string($S[../@id = 'packs.intro'])), ', &quot;props&quot;: [')"/>
    <xsl:for-each select="d:packs/d:pack">
      <xsl:if test="position() &gt; 1">, </xsl:if>
      <xsl:call-template name="prop">
        <xsl:with-param name="name" select="concat('pack-', @id)"/>
        <xsl:with-param name="value" select="concat(@version, ' sha256:', @sha256)"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:text>]}]}}}&#10;</xsl:text>
  </xsl:template>

  <xsl:template name="prop">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:value-of select="concat('{&quot;name&quot;: ', t:json($name), ', &quot;ns&quot;: &quot;urn:auditor:oscal:1&quot;, &quot;value&quot;: ', t:json(normalize-space($value)), '}')"/>
  </xsl:template>

  <xsl:template name="finding">
    <xsl:variable name="message" select="normalize-space(d:message[@xml:lang = $lang])"/>
    <xsl:value-of select="concat('&#10;{&quot;uuid&quot;: ', t:json(t:uuid(concat($id, '/', @rule))), ', &quot;title&quot;: ',
        t:json(normalize-space(d:title[@xml:lang = $lang])), ', &quot;description&quot;: ', t:json(normalize-space(d:statement[@xml:lang = $lang])), ', &quot;props&quot;: [')"/>
    <xsl:call-template name="prop"><xsl:with-param name="name" select="'outcome'"/><xsl:with-param name="value" select="@outcome"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="prop"><xsl:with-param name="name" select="'severity'"/><xsl:with-param name="value" select="@severity"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="prop"><xsl:with-param name="name" select="'theme'"/><xsl:with-param name="value" select="@theme"/></xsl:call-template>
    <xsl:value-of select="concat('], &quot;target&quot;: {&quot;type&quot;: &quot;objective-id&quot;, &quot;target-id&quot;: ', t:json(string(@rule)), ', &quot;status&quot;: {&quot;state&quot;: ')"/>
    <xsl:choose>
      <xsl:when test="@outcome = 'pass'">"satisfied", "reason": "pass"</xsl:when>
      <xsl:when test="@outcome = 'attested'">"satisfied", "reason": "other"</xsl:when>
      <xsl:when test="@outcome = 'fail'">"not-satisfied", "reason": "fail"</xsl:when>
      <xsl:otherwise>"not-satisfied", "reason": "other"</xsl:otherwise>
    </xsl:choose>
    <xsl:variable name="remarks">
      <xsl:value-of select="$S[../@id = concat('outcome.', current()/@outcome)]"/>
      <xsl:if test="$message != ''"><xsl:value-of select="concat($colon, ' ', $message)"/></xsl:if>
      <xsl:for-each select="d:waiver">
        <xsl:value-of select="concat('. ', $S[../@id = 'waiver'], ' ')"/>
        <xsl:call-template name="word"><xsl:with-param name="text" select="@role"/></xsl:call-template>
        <xsl:value-of select="concat(', ', $S[../@id = 'until'], ' ', @until)"/>
      </xsl:for-each>
    </xsl:variable>
    <xsl:value-of select="concat(', &quot;remarks&quot;: ', t:json(normalize-space($remarks)), '}}}')"/>
  </xsl:template>
</xsl:stylesheet>
