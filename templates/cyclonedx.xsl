<?xml version="1.0" encoding="UTF-8"?>
<!-- The audited option as a CycloneDX 1.6 bill of materials (ECMA-424): the model,
     its weight files by digest, what it was made from, and the verdict as
     properties. The findings are not in it: CycloneDX has no place that says what
     an unknown outcome is, and a claim of less would be wrong. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:d="urn:auditor:dossier:1" xmlns:t="urn:auditor:text:1"
    exclude-result-prefixes="d t">
  <xsl:import href="words.xsl"/>
  <xsl:param name="origin" select="'unverified'"/>
  <xsl:param name="source-sha256" select="''"/>
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="/d:dossier">
    <xsl:value-of select="concat('{&quot;bomFormat&quot;: &quot;CycloneDX&quot;, &quot;specVersion&quot;: &quot;1.6&quot;,&#10;&quot;serialNumber&quot;: ',
        t:json(concat('urn:uuid:', t:uuid($source-sha256))), ', &quot;version&quot;: 1,&#10;&quot;metadata&quot;: {&quot;timestamp&quot;: ', t:json(string(d:head/d:created)),
        ', &quot;tools&quot;: {&quot;components&quot;: [{&quot;type&quot;: &quot;application&quot;, &quot;name&quot;: &quot;auditor&quot;, &quot;version&quot;: ',
        t:json(string(d:head/d:tool/@version)), '}]},&#10;&quot;component&quot;: {&quot;type&quot;: &quot;machine-learning-model&quot;, &quot;bom-ref&quot;: &quot;option&quot;, &quot;name&quot;: ')"/>
    <xsl:call-template name="json-word"><xsl:with-param name="text" select="d:option/@label"/></xsl:call-template>
    <xsl:text>, "group": </xsl:text>
    <xsl:call-template name="json-word"><xsl:with-param name="text" select="d:subject/@family"/></xsl:call-template>
    <xsl:apply-templates select="d:options/d:option[@id = /d:dossier/d:option/@parent]"/>
    <xsl:text>, "properties": [</xsl:text>
    <xsl:call-template name="property"><xsl:with-param name="name" select="'option'"/><xsl:with-param name="value" select="d:option/@id"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="property"><xsl:with-param name="name" select="'verdict'"/><xsl:with-param name="value" select="d:verdict/@value"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="property"><xsl:with-param name="name" select="'parameters'"/><xsl:with-param name="value" select="d:option/@params"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="property"><xsl:with-param name="name" select="'precision'"/><xsl:with-param name="value" select="d:option/@precision"/></xsl:call-template>
    <xsl:text>]},&#10;"properties": [</xsl:text>
    <xsl:call-template name="property"><xsl:with-param name="name" select="'dossier'"/><xsl:with-param name="value" select="d:head/d:id"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="property"><xsl:with-param name="name" select="'source-sha256'"/><xsl:with-param name="value" select="$source-sha256"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="property"><xsl:with-param name="name" select="'origin'"/><xsl:with-param name="value" select="$S[../@id = concat('origin.', $origin)]"/></xsl:call-template>
    <xsl:text>, </xsl:text>
    <xsl:call-template name="property"><xsl:with-param name="name" select="'trial'"/><xsl:with-param name="value" select="@trial"/></xsl:call-template>
    <xsl:text>]},&#10;"components": [</xsl:text>
    <xsl:for-each select="d:option/d:weights">
      <xsl:if test="position() &gt; 1">,</xsl:if>
      <xsl:value-of select="concat('&#10;{&quot;type&quot;: &quot;file&quot;, &quot;bom-ref&quot;: &quot;weights-', position(), '&quot;, &quot;name&quot;: ', t:json(string(@path)),
          ', &quot;hashes&quot;: [{&quot;alg&quot;: &quot;SHA-256&quot;, &quot;content&quot;: ', t:json(string(@sha256)), '}], &quot;properties&quot;: [')"/>
      <xsl:call-template name="property"><xsl:with-param name="name" select="'format'"/><xsl:with-param name="value" select="@format"/></xsl:call-template>
      <xsl:text>, </xsl:text>
      <xsl:call-template name="property"><xsl:with-param name="name" select="'bytes'"/><xsl:with-param name="value" select="@bytes"/></xsl:call-template>
      <xsl:text>]}</xsl:text>
    </xsl:for-each>
    <xsl:text>],&#10;"dependencies": [{"ref": "option", "dependsOn": [</xsl:text>
    <xsl:for-each select="d:option/d:weights">
      <xsl:if test="position() &gt; 1">, </xsl:if>
      <xsl:value-of select="concat('&quot;weights-', position(), '&quot;')"/>
    </xsl:for-each>
    <xsl:text>]}]}&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="d:options/d:option">
    <xsl:text>, "pedigree": {"ancestors": [{"type": "machine-learning-model", "name": </xsl:text>
    <xsl:call-template name="json-word"><xsl:with-param name="text" select="@label"/></xsl:call-template>
    <xsl:value-of select="concat('}], &quot;notes&quot;: ', t:json(concat($S[../@id = concat('relation.', /d:dossier/d:option/@relation)], ', ', $S[../@id = 'derived'], ' ', @id)), '}')"/>
  </xsl:template>

  <xsl:template name="json-word">
    <xsl:param name="text"/>
    <xsl:variable name="word"><xsl:call-template name="word"><xsl:with-param name="text" select="$text"/></xsl:call-template></xsl:variable>
    <xsl:value-of select="t:json(string($word))"/>
  </xsl:template>

  <xsl:template name="property">
    <xsl:param name="name"/>
    <xsl:param name="value"/>
    <xsl:value-of select="concat('{&quot;name&quot;: &quot;auditor:', $name, '&quot;, &quot;value&quot;: ', t:json(string($value)), '}')"/>
  </xsl:template>
</xsl:stylesheet>
